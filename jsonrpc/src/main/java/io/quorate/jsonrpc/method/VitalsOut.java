package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.ReplicaFinding;
import io.quorate.jsonrpc.Vitals;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;

/** The part of {@code bft_explain} that is about the replica's own machine and what it finds wrong. */
final class VitalsOut {
    private VitalsOut() {}

    static void write(JsonOut out, Vitals vitals) {
        out.name("machine");
        out.startObject();
        out.string("software", vitals.software());
        out.number("protocol", vitals.protocol());
        out.number("clockMillis", vitals.clockMillis());
        out.number("diskFreeBytes", vitals.disk().freeBytes());
        out.number("diskMinFreeBytes", vitals.disk().minFreeBytes());
        out.number("syncMillis", vitals.disk().syncMillis());
        out.number("heapLiveBytes", vitals.memory().liveBytes());
        out.number("heapMaxBytes", vitals.memory().maxBytes());
        out.number("poolTransactionsMax", vitals.pool().transactionsMax());
        out.number("transactionsPerSecond", Math.round(vitals.pool().perSecond()));
        out.number("busyMillis", vitals.pool().busyMillis());
        out.number("evidence", vitals.evidence());
        out.values("certificates", vitals.certificates().stream().map(each -> (JsonValue) to -> {
            to.startObject();
            to.string("name", each.name());
            to.number("secondsLeft", each.secondsLeft());
            to.endObject();
        }).toList());
        out.values("troubles", vitals.troubles().stream().map(each -> (JsonValue) to -> {
            to.startObject();
            if (each.replica() < 0) to.nullField("replica");
            else to.number("replica", each.replica());
            to.string("reason", each.reason());
            to.number("unixMillis", each.unixMillis());
            to.endObject();
        }).toList());
        out.endObject();
    }

    static void write(JsonOut out, ReplicaFinding finding) {
        out.startObject();
        out.string("code", finding.code().name());
        if (finding.replica().isPresent()) out.number("replica", finding.replica().getAsInt());
        else out.nullField("replica");
        out.string("text", finding.text());
        out.string("mend", finding.mend());
        out.endObject();
    }
}
