package dev.glint.testing;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged while this is open. */
public final class LogOfTest implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    private final StringBuffer lines = new StringBuffer();
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord message) {
            lines.append(message.getMessage()).append(' ');
            if (message.getParameters() != null) {
                for (Object parameter : message.getParameters()) {
                    lines.append(parameter).append(' ');
                }
            }
            lines.append('\n');
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LogOfTest() {
        ROOT.addHandler(handler);
    }

    /** Patterns and their parameters. */
    public String text() {
        return lines.toString();
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
    }
}
