package dev.glint.transfer;

import dev.glint.format.FormatInspector;
import dev.glint.format.ImageFormat;
import dev.glint.image.DiskFormat;
import dev.glint.source.ImageContent;
import java.util.function.Consumer;

/**
 * Finds out the format of an image while its bytes are read, and fails as soon as they show that it may not be stored: mostly after
 * the first 34 KiB. It holds 1 KiB, and of some formats up to 256 KiB for a while, which {@link MemoryBudget} does not count: the other
 * half of the heap has room for that. For one thread at a time.
 */
public final class FormatCheck implements ImageContent.Observer {

    private final Consumer<ImageFormat> rule;
    private final FormatInspector inspector = new FormatInspector();
    private boolean decided;

    /** A check that any image passes. */
    public FormatCheck() {
        this(found -> {});
    }

    /** {@code rule} fails for images that may not be stored. */
    public FormatCheck(Consumer<ImageFormat> rule) {
        this.rule = rule;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        inspector.update(bytes, offset, length);
        if (!decided) {
            inspector.early().ifPresent(found -> {
                decided = true;
                rule.accept(found);
            });
        }
    }

    /** The format of an image that has been read to its end. */
    public DiskFormat result() {
        return judge(inspector.finish());
    }

    /** The format that was found in another way. */
    public DiskFormat judge(ImageFormat found) {
        rule.accept(found);
        return found.diskFormat();
    }
}
