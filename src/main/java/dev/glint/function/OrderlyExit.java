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
 * How the process ends. Whoever tells the application to end hears that it ended as it should: Java would say 143 after a SIGTERM, which orchestrators
 * take for a failure. A start that fails never comes here.
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
