package dev.glint.source;

import java.io.IOException;
import java.net.ConnectException;

/**
 * The proxy of sources gave no connection to one. The message is a sentence for callers. The HTTP client takes it as a failed
 * attempt to connect: it goes on with the next address of the source.
 */
final class ProxyException extends ConnectException {

    private static final long serialVersionUID = 1L;

    ProxyException(String sentence) {
        super(sentence);
    }

    ProxyException(String sentence, IOException cause) {
        super(sentence);
        initCause(cause);
    }
}
