package dev.glint.store;

import static dev.glint.config.ConditionalOperation.COMPLETE;
import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.s3.ConditionalWrites;
import dev.glint.s3.S3Failures;
import dev.glint.s3.SentPart;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.Digester;
import dev.glint.transfer.FormatCheck;
import dev.glint.transfer.Futures;
import dev.glint.transfer.PartBuffer;
import dev.glint.transfer.PartPlan;
import java.util.List;
import java.util.OptionalLong;

/**
 * One write of one object that must not exist before. It ends with all bytes stored or with nothing left: no object, no
 * unfinished upload.
 */
final class ExclusiveWrite {

    private final WriteTarget target;
    private final ImageContent content;
    private final DeclaredContent declared;
    private final OptionalLong length;
    private final PartPlan plan;
    private final Digester digester;
    private final FormatCheck format;

    private ExclusiveWrite(WriteTarget target, ImageContent content, DeclaredContent declared) {
        this.target = target;
        this.content = content;
        this.declared = declared;
        this.length = content.length().isPresent() ? content.length() : declared.size();
        this.plan = PartPlan.of(target.transfers().partSize(), length);
        this.digester = target.transfers().newDigester(declared.algorithm(), vouched());
        this.format = target.transfers().newFormatCheck(declared);
        content.observedBy(format);
    }

    /**
     * Reads the content of a source, and writes it: with one request if it fits into one part, else in parts.
     *
     * @throws dev.glint.image.StoreFailure {@code DUPLICATE} if the object exists and is of another request, {@code
     *     UNSAFE_IMAGE} if it may not be stored; also each failure of the source and of S3
     */
    static WriteResult write(WriteTarget target, ImageSource source, DeclaredContent declared) {
        try (ImageContent content = target.open(source)) {
            content.length().ifPresent(declared::checkSize);
            return new ExclusiveWrite(target, content, declared).run();
        }
    }

    private WriteResult run() {
        try (PartBuffer first = read(1)) {
            // Where nothing can be exclusive, nothing is sent.
            target.exclusivity().conditions(target.object().bucket());
            if (content.atEnd()) {
                Futures.join(digester.update(first));
                ContentSummary bytes = result();
                return target.transfers().metrics().inFlight(() -> write(first, bytes));
            }
            MultipartWrite.Transfer transfer = upload -> target.transfers()
                    .newTransfer(digester, (number, part) -> SentPart.send(upload, number, part))
                    .run(first, number -> content.atEnd() ? null : read(number));
            AddMetadata metadata = target.ownership().metadata();
            return new MultipartWrite(target, metadata, plan.partSize(), transfer, this::result).run();
        }
    }

    /** Writes an image of one part with the request whose condition the server honours. */
    private WriteResult write(PartBuffer whole, ContentSummary bytes) {
        ConditionalWrites conditions =
                target.exclusivity().conditions(target.object().bucket());
        if (!conditions.honours(PUT) && conditions.honours(COMPLETE)) {
            MultipartWrite.Transfer transfer = upload -> List.of(SentPart.send(upload, 1, whole));
            AddMetadata metadata = target.ownership().metadata().with(bytes.known());
            return new MultipartWrite(target, metadata, plan.partSize(), transfer, () -> bytes).run(bytes);
        }
        boolean known = conditions.refuses(PUT);
        try {
            return new SingleWrite(target, whole, bytes).run();
        } catch (StoreFailure failure) {
            if (known || !S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            conditions.found(PUT, ConditionalWrites.Finding.REFUSED);
            return write(whole, bytes);
        }
    }

    private PartBuffer read(int number) {
        long left = Math.max(0, length.orElse(Long.MAX_VALUE) - content.position());
        long need = Math.min(plan.size(number), left);
        PartBuffer part = target.transfers().buffers().take(need, target.cancellation());
        try {
            part.fill(content, plan.size(number));
            declared.checkNotExceededBy(content.position());
            return part;
        } catch (RuntimeException | Error failure) {
            part.close();
            throw failure;
        }
    }

    /** Checks that the content was read to its end, is as declared, and that the caller still waits; answers what was read. */
    private ContentSummary result() {
        target.cancellation().check();
        ImageDigests digests = digester.digests().orElseThrow(this::changed);
        declared.checkSize(content.position());
        declared.checkDigests(digests);
        return new ContentSummary(content.position(), digests, format.result());
    }

    /** Digests that the caller declares prove more than the ETag of an object whose parts may have several sizes. */
    private VouchedDigests vouched() {
        VouchedDigests vouched = content.vouched();
        return declared.hasDigest() ? new VouchedDigests(vouched.checksum(), vouched.hashes()) : vouched;
    }

    private StoreFailure changed() {
        String hint = content.vouched().parts().isPresent() ? " If that happens again, declare its checksum." : "";
        return SOURCE_FAILED.because("The bytes of the source changed on their way; nothing was stored.%s", hint);
    }
}
