package dev.glint.testing;

import static dev.glint.testing.Fault.none;
import static dev.glint.testing.HeaderFaults.ignoreHeader;
import static dev.glint.testing.HeaderFaults.refuseHeader;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.PUT_OBJECT;

/** What servers do with {@code If-None-Match}, played by a proxy before a server that honours it. */
public enum ServerKind {
    HONOURS_BOTH(none(), none()),
    /** As Ceph before the end of 2025. */
    IGNORES_COMPLETE(none(), ignored()),
    REFUSES_COMPLETE(none(), refused()),
    /** As Swift. */
    REFUSES_PUT(refused(), none()),
    IGNORES_PUT(ignored(), none()),
    /** As s3rver. */
    IGNORES_BOTH(ignored(), ignored()),
    REFUSES_BOTH(refused(), refused());

    private final Fault onPut;
    private final Fault onComplete;

    ServerKind(Fault onPut, Fault onComplete) {
        this.onPut = onPut;
        this.onComplete = onComplete;
    }

    private static Fault ignored() {
        return ignoreHeader("If-None-Match");
    }

    private static Fault refused() {
        return refuseHeader("If-None-Match", none());
    }

    public boolean honoursPut() {
        return this == HONOURS_BOTH || this == IGNORES_COMPLETE || this == REFUSES_COMPLETE;
    }

    public boolean honoursComplete() {
        return this == HONOURS_BOTH || this == IGNORES_PUT || this == REFUSES_PUT;
    }

    /** Adds the rules to those of a proxy. */
    public void play(Faults proxy) {
        proxy.on(PUT_OBJECT).always(onPut);
        proxy.on(COMPLETE_UPLOAD).always(onComplete);
    }
}
