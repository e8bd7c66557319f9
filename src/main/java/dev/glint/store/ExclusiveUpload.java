package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.ImageContent;
import java.util.OptionalLong;

/**
 * One write of one object that must not exist before. It ends with all bytes stored or with nothing left: no object, no
 * unfinished upload.
 */
final class ExclusiveUpload {

    private final UploadTarget target;
    private final ImageContent content;
    private final DeclaredContent declared;
    private final PartPlan plan;
    private final Digester digester;

    ExclusiveUpload(UploadTarget target, ImageContent content, DeclaredContent declared) {
        this.target = target;
        this.content = content;
        this.declared = declared;
        OptionalLong length = content.length().isPresent() ? content.length() : declared.size();
        this.plan = PartPlan.of(target.resources().partSize(), length);
        this.digester = target.resources().newDigester(declared.algorithm(), vouched());
    }

    /**
     * Reads the content, and writes it: with one request if it fits into one part, else in parts.
     *
     * @throws dev.glint.image.StoreFailure {@code DUPLICATE} if the object exists and is of another request; also each failure
     *     of the source and of S3
     */
    WriteResult run() {
        try (PartBuffer first = read(1)) {
            if (content.atEnd()) {
                Futures.join(digester.update(first));
                SinglePut put = new SinglePut(target, first, result());
                return target.resources().metrics().inFlight(put::run);
            }
            MultipartUpload.Transfer transfer = sender -> target.resources()
                    .newTransfer(digester, sender)
                    .run(first, number -> content.atEnd() ? null : read(number));
            return new MultipartUpload(target, plan.partSize(), transfer, this::result).run();
        }
    }

    private PartBuffer read(int number) {
        PartBuffer part = target.resources().buffers().take(plan.size(number), target.cancellation());
        try {
            part.fill(content, plan.size(number));
            declared.checkNotExceededBy(content.position());
            return part;
        } catch (RuntimeException | Error failure) {
            part.close();
            throw failure;
        }
    }

    /** What has been read, once that is everything, if it is what was declared and somebody still waits for it. */
    private ReadBytes result() {
        target.cancellation().check();
        ImageDigests digests = digester.digests().orElseThrow(this::changed);
        declared.checkSize(content.position());
        declared.checkDigests(digests);
        return new ReadBytes(content.position(), digests);
    }

    /** Of an object whose parts turn out to have several sizes the ETag is worth less than what the caller declares. */
    private VouchedDigests vouched() {
        VouchedDigests vouched = content.vouched();
        return declared.hasDigest() ? new VouchedDigests(vouched.checksum(), vouched.hashes()) : vouched;
    }

    private StoreFailure changed() {
        String hint = content.vouched().parts().isPresent() ? " If that happens again, declare its checksum." : "";
        return SOURCE_FAILED.because("The bytes of the source changed on their way; nothing was stored.%s", hint);
    }
}
