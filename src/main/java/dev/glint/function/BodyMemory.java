package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.source.PermitQueue;
import dev.glint.transfer.MemoryBudget;
import dev.glint.transfer.MemoryShare;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The memory that bodies of requests take: a sixteenth of the heap for small ones and the beginnings of all; for the others a part
 * of the memory for images, and a quarter of the heap at most.
 */
@Singleton
class BodyMemory {

    /** The most bytes of a body that holds neither image bytes nor parts. */
    static final long SMALL = 64 * 1024;

    private final Admission admission;
    private final MemoryBudget images;
    private final PermitQueue smallBodies;
    private final PermitQueue largeBodies;

    BodyMemory(Admission admission, MemoryBudget images) {
        this.admission = admission;
        this.images = images;
        long heap = Runtime.getRuntime().maxMemory();
        smallBodies = new PermitQueue(heap / 16);
        // They come one after the other, so that they never take more than half of the memory for images.
        largeBodies = new PermitQueue(heap / 4);
    }

    /** How many bytes a body can have at most. */
    long largest() {
        return largeBodies.total();
    }

    /**
     * Reserves memory for a body, which its request then holds.
     *
     * @param reserved bytes for which it has memory already
     * @param wanted bytes that it needs in all
     * @param granted is run once they are there, in the context of the request
     * @param refused is told if they are not there in time
     */
    void reserve(RoutingContext context, long reserved, long wanted, Runnable granted, Consumer<StoreFailure> refused) {
        AdmittedRequest request = AdmittedRequest.of(context);
        // What waits for memory has sent something already.
        Optional<PermitQueue.Permit> small =
                smallBodies.tryAcquire(Math.min(wanted, SMALL) - Math.min(reserved, SMALL));
        if (small.isEmpty()) {
            refused.accept(STORE_UNAVAILABLE.because("Too many requests are under way; try again."));
            return;
        }
        request.hold(small.get()::close);
        if (wanted > SMALL) {
            admission.await(context, largeBodies, wanted, () -> share(request, wanted, granted, refused), refused);
        } else {
            granted.run();
        }
    }

    /** Parts of images are held in the same memory; one that has none left for parts would store nothing. */
    private void share(AdmittedRequest request, long bytes, Runnable granted, Consumer<StoreFailure> refused) {
        Optional<MemoryShare> share = images.tryAcquire(bytes);
        if (share.isEmpty()) {
            refused.accept(MemoryBudget.exhausted());
            return;
        }
        request.hold(share.get()::close);
        granted.run();
    }
}
