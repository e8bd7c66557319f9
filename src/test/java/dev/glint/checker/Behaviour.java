package dev.glint.checker;

import static dev.glint.checker.Image.NONE;

import java.util.stream.Stream;

/**
 * What a call may do to the image of its id while it goes on, and what must be so when it ends as its caller was told. A call goes
 * through phases, of which 0 is the first. This is the contract, as an automaton for each kind of call and answer.
 *
 * <p>A request to S3 is repeated if its answer is lost, so a write may happen, be deleted by somebody, and happen again.
 */
interface Behaviour {

    /** What the call comes to by one act: its own next phase, and the image after it. */
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

    /** A call that does nothing to the image, and whose answer says nothing of it. */
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

    /** Something that the call does or sees once. */
    @FunctionalInterface
    interface Act {
        /** The image after it; null if it cannot be with this image. */
        Image on(Image image);
    }

    /** A call that ends only after an act. */
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

    /** A client that makes its PUT again, as it heard nothing, can meet its own image. */
    private static boolean isTaken(Ask ask, Image image) {
        return image.exists() && (ask.deed() == Ask.Deed.PUT || !image.isOf(ask.owner()));
    }

    /** The answer can be that of an earlier call of the same request: then it tells of that call's bytes, whatever this one's are. */
    private static Image stored(Ask ask, Told told, Image image) {
        Image stored = image.exists() ? image : ask.image();
        return stored.isOf(ask.owner()) && told.fits(stored) ? stored.vouch() : null;
    }

    /** A write that may happen, and that the call itself may undo as long as nobody was told that it is stored. */
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

    /** A delete looks first, and then removes whatever is there then. */
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
