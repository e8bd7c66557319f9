package dev.glint.s3;

import dev.glint.config.FormatSettings;
import dev.glint.config.StoreSettings;
import dev.glint.image.DeclaredContent;
import dev.glint.image.DiskFormat;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.Watchdog;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.DigestRead;
import dev.glint.transfer.Digester;
import dev.glint.transfer.DiskBuffers;
import dev.glint.transfer.FormatCheck;
import dev.glint.transfer.MemoryBudget;
import dev.glint.transfer.MemoryBuffers;
import dev.glint.transfer.PartBuffers;
import dev.glint.transfer.PartLoop;
import dev.glint.transfer.PartTransfer;
import dev.glint.transfer.ReadAhead;
import dev.glint.transfer.Workers;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What all uploads share: room for parts, and threads to send and digest them, made when first needed. */
@Singleton
public class Transfers {

    private static final Duration LAST_PATIENCE = Duration.ofMillis(500);

    private final StoreSettings settings;
    private final FormatSettings formats;
    private final PartBuffers buffers;
    private final Workers workers = new Workers();
    private final ReadAhead readAhead;
    private final Watchdog watchdog;
    private final StoreMetrics metrics;
    private final UploadCreator uploadCreator = new UploadCreator(this);
    private final DigestTags digestTags = new DigestTags(this);

    Transfers(
            StoreSettings settings,
            FormatSettings formats,
            MemoryBudget budget,
            Watchdog watchdog,
            StoreMetrics metrics) {
        this.settings = settings;
        this.formats = formats;
        this.readAhead = new ReadAhead(budget, workers::executor);
        this.watchdog = watchdog;
        this.metrics = metrics;
        this.buffers =
                settings.bufferDirectory.<PartBuffers>map(DiskBuffers::new).orElseGet(() -> new MemoryBuffers(budget));
    }

    public PartBuffers buffers() {
        return buffers;
    }

    public ReadAhead readAhead() {
        return readAhead;
    }

    public StoreMetrics metrics() {
        return metrics;
    }

    public UploadCreator uploadCreator() {
        return uploadCreator;
    }

    public DigestTags digestTags() {
        return digestTags;
    }

    /** Opens an object for reading. */
    public ImageContent open(S3Object object, Cancellation cancellation) {
        return whole(object, null, response -> PartSizes.vouched(object, response), cancellation);
    }

    /**
     * Opens an object with this ETag, and no other that has come in its place.
     *
     * @param partSize the size in bytes of its parts, where that is known
     */
    public ImageContent openExactly(S3Object object, String etag, OptionalLong partSize, Cancellation cancellation) {
        return whole(
                object,
                etag,
                response -> partSize.isPresent()
                        ? PartSizes.vouched(partSize.getAsLong(), response)
                        : PartSizes.vouched(object, response),
                cancellation);
    }

    private ImageContent whole(
            S3Object object,
            String etag,
            Function<GetObjectResponse, Optional<VouchedDigests.Parts>> parts,
            Cancellation cancellation) {
        return new S3Content(object, watchdog, settings.deadline).of(object.get(etag, null), parts, cancellation);
    }

    /**
     * How long a caller still waits for S3 after a failure: hardly at all if the failure was that S3 did not answer within the
     * deadline.
     */
    public Duration patienceAfter(Throwable failure) {
        return failure instanceof StoreFailure known && S3Failures.isTimeout(known) ? LAST_PATIENCE : settings.deadline;
    }

    public Duration deadline() {
        return settings.deadline;
    }

    public Workers workers() {
        return workers;
    }

    public long partSize() {
        return settings.partSize;
    }

    /** Makes a request that needs a bucket, and the bucket before that if it is missing and may be made. */
    public <T> T inBucket(S3Bucket bucket, Supplier<T> request) {
        try {
            return request.get();
        } catch (StoreFailure failure) {
            if (!settings.createBucketOnPut || !S3Failures.isNoSuchBucket(failure)) {
                throw failure;
            }
            bucket.create();
            return request.get();
        }
    }

    public Digester newDigester(HashAlgorithm algorithm, VouchedDigests vouched) {
        return new Digester(algorithm, vouched, workers.executor());
    }

    /** A check that an image passes if it may be stored, and is of the format that was declared. */
    public FormatCheck newFormatCheck(DeclaredContent declared) {
        return new FormatCheck(found -> {
            formats.check(found);
            declared.checkFormat(found.diskFormat());
        });
    }

    /**
     * Reads content for its digests and its format alone.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if it breaks off, or is not what the ETag says; also what the check says
     */
    public ContentSummary summary(
            ImageContent content, HashAlgorithm algorithm, FormatCheck check, Cancellation cancellation) {
        Digester digester = newDigester(algorithm, content.vouched());
        try (ImageContent ahead = readAhead.of(content, cancellation).observedBy(check)) {
            ImageDigests digests = new DigestRead(buffers, settings.partSize, digester, cancellation).of(ahead);
            return new ContentSummary(ahead.position(), digests, check.result());
        }
    }

    /**
     * Finds the format of the object with this ETag and size, and of no other, in a few ranges: mostly in its first 64 KiB.
     *
     * @throws StoreFailure also what the check says
     */
    public DiskFormat format(S3Object object, String etag, long size, FormatCheck check, Cancellation cancellation) {
        return check.judge(new S3Content(object, watchdog, settings.deadline).format(etag, size, cancellation));
    }

    public <T> PartTransfer<T> newTransfer(Digester digester, PartTransfer.Sender<T> sender) {
        PartTransfer.Sender<T> counted = (number, part) -> metrics.inFlight(() -> sender.send(number, part));
        return new PartTransfer<>(settings.partsInFlight, workers.executor(), digester, counted);
    }

    /** Does something with each part of an image that takes no memory, and answers what came of each. */
    public <T> List<T> withParts(int parts, IntFunction<T> work) {
        return new PartLoop<T>(parts, number -> metrics.inFlight(() -> work.apply(number)))
                .run(settings.partsInFlight, workers.executor());
    }

    @PreDestroy
    void close() {
        workers.close();
    }
}
