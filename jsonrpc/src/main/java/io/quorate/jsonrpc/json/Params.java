package io.quorate.jsonrpc.json;

import com.fasterxml.jackson.databind.JsonNode;

/** The positional parameters of a call. */
public final class Params {
    private final JsonNode array;

    /** {@code array} is a JSON array, or null or missing for no parameters. */
    Params(JsonNode array) {
        this.array = array;
    }

    public int size() {
        return array.isArray() ? array.size() : 0;
    }

    /** Parameter {@code index} as it came. */
    public JsonNode raw(int index) {
        return array.path(index);
    }

    /** Parameter {@code index}, absent where there are fewer; {@code name} is used in errors. */
    public Param at(int index, String name) {
        return new Param(array.path(index), name);
    }
}
