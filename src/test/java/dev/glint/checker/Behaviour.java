package dev.glint.checker;

import static dev.glint.checker.Image.NONE;

import java.util.stream.Stream;

/**
 * What a call may do to the image of its id while it runs, and what must hold when it ends with the given answer. A call goes
 * through phases that start at 0. This is the contract, as an automaton for each kind of call and answer.
 *
 * <p>A request to S3 is repeated if its answer is lost. So a write may happen, be deleted by another call, and happen again.
 */
interface Behaviour {

    /** The result of one step: the next phase of the call, and the image after it. */
    record Step(int phase, Image image) {}

    Stream<Step> steps(int phase, Image image);

    boolean mayEnd(int phase, Image image);

    static Behaviour of(MadeCall call) {
        Ask ask = call.ask();
        Told told = call.told();
        return switch (ask.deed()) {
            case ADD, PUT, FINISH -> write(ask, told);
            case ADOPT -> adopt(told);
            case DELETE -> delete(told);
            case LOOK -> look(told);
            case OFFER -> offer(told);
            case ABANDON -> FREE;
        };
    }

    /** A call that does not change the image, and whose answer says nothing about it. */
    Behaviour FREE = new Behaviour() {
        @Override
        public Stream<Step> steps(int phase, Image image) {
            return Stream.empty();
        }

        @Override
        public boolean mayEnd(int phase, Image image) {
            return true;
        }
    };

    /** A step that the call makes once. */
    @FunctionalInterface
    interface Act {
        /** The image after the step; null if the step is impossible with this image. */
        Image on(Image image);
    }

    /** A call that ends only after a step. */
    static Behaviour after(Act act) {
        return new Behaviour() {
            @Override
            public Stream<Step> steps(int phase, Image image) {
                return step(1, act.on(image));
            }

            @Override
            public boolean mayEnd(int phase, Image image) {
                return phase == 1;
            }
        };
    }

    static Behaviour write(Ask ask, Told told) {
        return switch (told.outcome()) {
            case DONE -> after(image -> stored(ask, told, image));
            case TAKEN ->
                new Write(ask) {
                    @Override
                    public Stream<Step> steps(int phase, Image image) {
                        Image seen = isTaken(ask, image) ? image : null;
                        return phase == 2 ? Stream.empty() : Stream.concat(super.steps(phase, image), step(2, seen));
                    }

                    @Override
                    public boolean mayEnd(int phase, Image image) {
                        return phase == 2;
                    }
                };
            case UNKNOWN, SILENCE, WRONG ->
                new Write(ask) {
                    @Override
                    public boolean mayEnd(int phase, Image image) {
                        return true;
                    }
                };
            case ABSENT, REFUSED, FAILED -> new Write(ask);
        };
    }

    /** A client that repeats its PUT because it got no answer can meet its own image. */
    private static boolean isTaken(Ask ask, Image image) {
        return image.exists() && (ask.deed() == Ask.Deed.PUT || !image.isOf(ask.owner()));
    }

    /** The answer can be that of an earlier call of the same request. Then it describes the bytes of that call, not of this one. */
    private static Image stored(Ask ask, Told told, Image image) {
        Image stored = image.exists() ? image : ask.image();
        return stored.isOf(ask.owner()) && told.fits(stored) ? stored.vouch() : null;
    }

    /** A write that may happen. The call itself may undo it as long as no caller was told that the image is stored. */
    class Write implements Behaviour {

        private final Ask ask;

        Write(Ask ask) {
            this.ask = ask;
        }

        @Override
        public Stream<Step> steps(int phase, Image image) {
            if (!ask.image().exists()) {
                return Stream.empty();
            }
            if (!image.exists()) {
                return step(1, ask.image());
            }
            return phase == 1 && isMine(image) ? step(0, NONE) : Stream.empty();
        }

        @Override
        public boolean mayEnd(int phase, Image image) {
            return phase == 0 || !isMine(image);
        }

        private boolean isMine(Image image) {
            return image.isOf(ask.owner()) && image.hasBytesOf(ask.image()) && !image.vouched();
        }
    }

    static Behaviour adopt(Told told) {
        return switch (told.outcome()) {
            case DONE -> after(image -> image.isUpload() && told.fits(image) ? image.vouch() : null);
            case TAKEN -> after(image -> image.exists() && !image.isUpload() ? image : null);
            case ABSENT -> after(image -> image.exists() ? null : image);
            default -> FREE;
        };
    }

    /** A delete looks for the image first, and then removes the object that is there at that moment. */
    static Behaviour delete(Told told) {
        return switch (told.outcome()) {
            case DONE ->
                new Behaviour() {
                    @Override
                    public Stream<Step> steps(int phase, Image image) {
                        return phase == 0 ? step(1, image.exists() ? image : null) : step(2, NONE);
                    }

                    @Override
                    public boolean mayEnd(int phase, Image image) {
                        return phase == 2;
                    }
                };
            case ABSENT -> after(image -> image.exists() ? null : image);
            default ->
                new Behaviour() {
                    @Override
                    public Stream<Step> steps(int phase, Image image) {
                        return step(0, NONE);
                    }

                    @Override
                    public boolean mayEnd(int phase, Image image) {
                        return true;
                    }
                };
        };
    }

    static Behaviour look(Told told) {
        return switch (told.outcome()) {
            case DONE -> after(image -> told.fits(image) ? image : null);
            case ABSENT -> after(image -> image.exists() ? null : image);
            default -> FREE;
        };
    }

    static Behaviour offer(Told told) {
        return switch (told.outcome()) {
            case DONE -> after(image -> image.exists() ? null : image);
            case TAKEN -> after(image -> image.exists() ? image : null);
            default -> FREE;
        };
    }

    private static Stream<Step> step(int phase, Image image) {
        return image == null ? Stream.empty() : Stream.of(new Step(phase, image));
    }
}
