package dev.glint.function;

import dev.glint.image.OutOfMemory;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/**
 * How the process ends. After a SIGTERM its status is 0: Java's own, 143, looks like a failure to orchestrators. A start that fails
 * keeps its status. When a thread dies for lack of memory, the process ends at once.
 */
@Singleton
class OrderlyExit {

    void watchThreads(@Observes StartupEvent starting) {
        OutOfMemory.exitIfAnyThreadDiesOfIt();
    }

    void prepare(@ObservesAsync HttpServerStart started) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Application application = Application.currentApplication();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> exitAfter(application), "glint-exit"));
        }
    }

    private static void exitAfter(Application application) {
        application.awaitShutdown();
        Runtime.getRuntime().halt(ApplicationLifecycleManager.getExitCode());
    }
}
