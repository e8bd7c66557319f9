package dev.glint.sink;

import java.io.IOException;

/** The sink does not take an event, and would not if it were sent again. */
final class RefusedEvent extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedEvent(String message) {
        super(message);
    }
}
