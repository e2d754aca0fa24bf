package io.quorate.jsonrpc;

import io.quorate.ledger.AccessListEntry;
import java.util.List;

/** What a message touched, and how it ended when run with that list. */
public record AccessListResult(List<AccessListEntry> accessList, CallResult result) {
    public AccessListResult {
        accessList = List.copyOf(accessList);
    }
}
