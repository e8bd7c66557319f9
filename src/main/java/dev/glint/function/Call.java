package dev.glint.function;

import dev.glint.image.RequestId;
import dev.glint.source.ImageSource;
import java.util.function.UnaryOperator;

/**
 * One call of a function, whatever brought it here.
 *
 * @param isEvent whether it can be delivered again after it succeeded, with nobody there to be told of a difference
 * @param watched the same source, which is not read any further when nobody waits for the end
 */
public record Call(ImageFunction function, RequestId requestId, boolean isEvent, UnaryOperator<ImageSource> watched) {}
