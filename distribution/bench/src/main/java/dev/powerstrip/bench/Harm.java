package dev.powerstrip.bench;

/** How an answer can be other than it should be. */
enum Harm {

    /** The connection ended before the answer did, or no answer came. */
    DROPPED("dropped"),
    /** The answer ended in order, but before its end. */
    TRUNCATED("truncated"),
    /** Something came twice. */
    DUPLICATED("duplicated"),
    /** Something else came than was sent, or something of the middle is missing. */
    CORRUPTED("corrupted"),
    /** The answer was a status of 500 or more. */
    SERVER_ERROR("5xx"),
    /** The answer was another status than 200. */
    REFUSED("refused");

    private final String title;

    Harm(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
