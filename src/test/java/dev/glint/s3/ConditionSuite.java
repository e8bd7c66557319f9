package dev.glint.s3;

import dev.glint.config.StoreSettings;
import dev.glint.config.StoreValues;
import dev.glint.exclusive.Exclusivity;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.PlainS3;
import dev.glint.testing.TwoFacedS3Proxy;
import dev.glint.transfer.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Tests with the objects of a process before a real server, with faults between them. */
abstract class ConditionSuite {

    private static final String BUCKET = "probed";
    static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    static final PlainS3 PLAIN = new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);

    static {
        PLAIN.client().createBucket(request -> request.bucket(BUCKET));
        Runtime.getRuntime().addShutdownHook(new Thread(S3::close));
    }

    final FaultProxy proxy = new FaultProxy(S3.uri(), S3.trustingUri());
    Transfers transfers;
    Exclusivity exclusivity;
    S3Clients clients;

    @AfterEach
    void nothingIsLeft() {
        proxy.clear();
        transfers.close();
        clients.close();
        proxy.close();
        PLAIN.assertEmptyAndClean();
    }

    /** Makes the objects of a process; {@code more} has alternating keys and values. */
    void start(String... more) {
        Map<String, String> values = new HashMap<>(S3.configuration(BUCKET));
        values.put("s3.store.host", proxy.uri().toString());
        values.put("s3.store.deadline", "PT10S");
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        StoreSettings settings = StoreValues.settings(values);
        MemoryBudget memory = new MemoryBudget(settings);
        StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry(), memory);
        clients = new S3Clients(settings, metrics, new DefaultChain());
        transfers = new Transfers(settings, StoreValues.formats(Map.of()), memory, null, metrics);
        exclusivity = new Exclusivity(settings, transfers);
    }

    void ask() {
        exclusivity.conditions(clients.bucket());
    }

    String found() {
        return clients.conditions().toString();
    }
}
