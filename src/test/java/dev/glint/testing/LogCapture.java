package dev.glint.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Captures all log records while it is open, with the loggers of the project at the lowest level. */
public final class LogCapture extends Handler implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    private final Logger own = Logger.getLogger("dev.glint");
    private final Level ownLevel = own.getLevel();
    private final List<String> records = new CopyOnWriteArrayList<>();

    public LogCapture() {
        setLevel(Level.ALL);
        own.setLevel(Level.ALL);
        root.addHandler(this);
    }

    /** Each record as text: its pattern, its parameters, its diagnostic context, and its exception with all causes. */
    public List<String> records() {
        return records;
    }

    @Override
    public void publish(LogRecord record) {
        StringWriter text = new StringWriter();
        text.append(record.getLoggerName()).append(' ').append(record.getMessage());
        text.append(' ').append(Arrays.deepToString(record.getParameters()));
        text.append(' ').append(ExtLogRecord.wrap(record).getMdcCopy().toString());
        if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        records.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        own.setLevel(ownLevel);
    }
}
