package dev.glint.checker;

import java.util.ArrayList;
import java.util.List;

/** A made-up history of one id, and what S3 has in the end. */
final class Story {

    private final String name;
    private final List<MadeCall> calls = new ArrayList<>();
    private Image found = Image.NONE;

    private Story(String name) {
        this.name = name;
    }

    static Story of(String name) {
        return new Story(name);
    }

    Story call(long begin, long end, Ask ask, Told told) {
        MadeCall call = new MadeCall(calls.size(), ask, null, null, begin);
        call.end(told, end);
        calls.add(call);
        return this;
    }

    Story call(long begin, long end, Ask ask, Told.Outcome outcome) {
        return call(begin, end, ask, Told.of(outcome, ""));
    }

    Story ends(Content content) {
        found = Image.of("", content.bytes());
        return this;
    }

    Story endsWithNothing() {
        return this;
    }

    List<MadeCall> calls() {
        return List.copyOf(calls);
    }

    Image found() {
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
