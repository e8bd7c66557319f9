package dev.glint.transfer;

import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Executor;

/** Carries the context of a call to other threads: its log fields and its trace. */
public final class CallContext {

    private CallContext() {}

    /** An executor whose threads work for the call that gave them the work. */
    public static Executor over(Executor executor) {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            return executor;
        }
        return task -> executor.execute(() -> {
            ContextInternal before = context.beginDispatch();
            try {
                task.run();
            } finally {
                context.endDispatch(before);
            }
        });
    }
}
