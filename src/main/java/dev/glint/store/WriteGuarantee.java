package dev.glint.store;

/**
 * How far "exactly one add of an id succeeds" can be relied on, as far as the server has shown. What it has not shown is not
 * assumed: a server may ignore a condition that it does not know.
 */
final class WriteGuarantee {

    private volatile String found = "unproven: no write has met another one yet";

    /** The server refused a write because of its condition. */
    void proven() {
        found = "exclusive: the server honours conditional writes";
    }

    /** The server does not know conditions on a write, or ignored one. */
    void refuted() {
        found =
                "look-write-look: the server does not honour conditional writes, two adds at the same moment can both succeed";
    }

    @Override
    public String toString() {
        return found;
    }
}
