package dev.glint.compression;

import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.HttpSources;
import dev.glint.source.ImageContent;
import dev.glint.source.SourceLimits;
import dev.glint.transfer.LastingMemory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** Makes images of the bytes of sources. */
@Singleton
public final class CompressedSources {

    private static final int BUFFER = 64 * 1024;

    private final SourceLimits limits;
    private final long anyRatio;
    private final LastingMemory memory;

    @Inject
    public CompressedSources(HttpSources sources, LastingMemory memory) {
        this(sources.limits(), DecodedStream.ANY_RATIO, memory);
    }

    CompressedSources(SourceLimits limits, long anyRatio, LastingMemory memory) {
        this.limits = limits;
        this.anyRatio = anyRatio;
        this.memory = memory;
    }

    /**
     * The image in the fetched bytes. Its length is not known if these are compressed.
     *
     * @throws dev.glint.image.StoreFailure here or while it is read: {@code CONTENT_MISMATCH} if the source is another one than
     *     was declared, {@code SOURCE_REJECTED} if it cannot be decompressed, {@code TOO_LARGE} if too much comes out or the
     *     decoder needs too much memory, {@code STORE_UNAVAILABLE} if others hold that memory
     */
    public ImageContent image(ImageContent fetched, SourceForm form, Cancellation cancellation) {
        try {
            return open(fetched, form, cancellation).limitedTo(limits.size());
        } catch (IOException e) {
            fetched.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error failure) {
            fetched.close();
            throw failure;
        }
    }

    private ImageContent open(ImageContent fetched, SourceForm form, Cancellation cancellation) throws IOException {
        FetchedDigests digests = new FetchedDigests(form);
        FetchedStream bytes = new FetchedStream(fetched, digests);
        if (form.compression() == Compression.NONE) {
            return fetched.readBy(bytes);
        }
        digests.expect(fetched.vouched());
        BufferedInputStream buffered = new BufferedInputStream(bytes, BUFFER);
        Compression compression =
                form.compression() == Compression.AUTO ? Compression.detect(buffered) : form.compression();
        if (compression == Compression.NONE) {
            return fetched.readBy(buffered);
        }
        DecoderMemory ofDecoder = new DecoderMemory(memory, limits.dictionary(), cancellation);
        DecodedStream decoded = new DecodedStream(compression, bytes, buffered, ofDecoder, anyRatio);
        return new ImageContent(decoded, OptionalLong.empty(), VouchedDigests.NONE, decoded::translate, cancellation);
    }
}
