package dev.glint.testing;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What is logged while this is open. */
public final class LogOfTest extends Handler {

    private static final Logger ROOT = Logger.getLogger("");

    private final StringBuffer lines = new StringBuffer();

    public LogOfTest() {
        ROOT.addHandler(this);
    }

    @Override
    public void publish(LogRecord message) {
        lines.append(ExtLogRecord.wrap(message).getFormattedMessage()).append('\n');
    }

    public String text() {
        return lines.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
