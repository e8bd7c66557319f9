package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/** Parts in files of {@code s3.store.object-buffer-dir}, one file each, gone with the part. */
public final class DiskBuffers implements PartBuffers {

    private static final Logger LOG = Logger.getLogger(DiskBuffers.class);
    private static final int CHUNK = 64 * 1024;

    private final Path directory;

    public DiskBuffers(Path directory) {
        this.directory = directory;
    }

    @Override
    public PartBuffer take(long bytes, Cancellation cancellation) {
        try {
            return new DiskBuffer(Files.createTempFile(directory, "glint-", ".part"), new ConcurrentLinkedQueue<>());
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static StoreFailure noRoom(IOException cause) {
        return new StoreFailure(
                STORE_UNAVAILABLE,
                "A part could not be staged in s3.store.object-buffer-dir; it may be full, read-only or gone.",
                cause);
    }

    /** @param opened the SDK leaves one of the streams that each of its requests opens as it is, and the file's room with it */
    private record DiskBuffer(Path file, Queue<InputStream> opened) implements PartBuffer {

        @Override
        public void fill(ImageContent content, long limit) {
            byte[] chunk = new byte[CHUNK];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long size = 0; size < limit && !content.atEnd(); ) {
                    int read = content.read(chunk, 0, (int) Math.min(CHUNK, limit - size));
                    out.write(chunk, 0, read);
                    size += read;
                }
            } catch (IOException e) {
                throw noRoom(e);
            }
        }

        @Override
        public long size() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw noRoom(e);
            }
        }

        @Override
        public InputStream open() {
            try {
                InputStream stream = Files.newInputStream(file);
                opened.add(stream);
                return stream;
            } catch (IOException e) {
                throw noRoom(e);
            }
        }

        @Override
        public void updateDigest(MessageDigest digest) {
            byte[] chunk = new byte[CHUNK];
            try (InputStream in = open()) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    digest.update(chunk, 0, read);
                }
            } catch (IOException e) {
                throw noRoom(e);
            }
        }

        /** Does not fail: the part has been sent or given up, and what is left in the directory is for its owner to remove. */
        @Override
        public void close() {
            opened.forEach(DiskBuffer::close);
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warnf("A part stays in s3.store.object-buffer-dir: %s", e);
            }
        }

        private static void close(InputStream stream) {
            try {
                stream.close();
            } catch (IOException e) {
                LOG.warnf("A part may stay in s3.store.object-buffer-dir: %s", e);
            }
        }
    }
}
