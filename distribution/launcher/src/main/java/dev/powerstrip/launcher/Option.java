package dev.powerstrip.launcher;

/**
 * An option that a verb knows.
 *
 * @param name with its two dashes
 * @param value what its value is called; empty if it takes none
 */
public record Option(String name, String value, String meaning) {

    public boolean takesValue() {
        return !value.isEmpty();
    }

    /** As it is written, such as {@code --port N}. */
    public String written() {
        return takesValue() ? name + " " + value : name;
    }
}
