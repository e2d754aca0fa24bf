package io.quorate.node.lab;

/** What a look at one step of a lab gave. */
public sealed interface Finding {
    String what();

    /** It is as it should be. */
    record Done(String what) implements Finding {}

    /**
     * It is not.
     *
     * @param why what stood in the way of the look, or empty
     * @param hint what to do
     */
    record Missing(String what, String why, String hint) implements Finding {}
}
