package dev.powerstrip.lifecycle;

/**
 * Whose a jar is.
 *
 * @param vendor its {@code Bundle-Vendor}; empty if it names none
 * @param signer the trusted signer's name; empty where signatures were not looked at
 */
record Origin(String vendor, String signer) {

    static final Origin UNKNOWN = new Origin("", "");

    /** Whether both can be the same one's; where signatures were not looked at, the name alone counts. */
    boolean mayBe(Origin other) {
        return vendor.equals(other.vendor)
            && (signer.isEmpty() || other.signer.isEmpty() || signer.equals(other.signer));
    }

    @Override
    public String toString() {
        var named = vendor.isEmpty() ? "a vendor without name" : vendor;
        return signer.isEmpty() ? named : "%s (signed by %s)".formatted(named, signer);
    }
}
