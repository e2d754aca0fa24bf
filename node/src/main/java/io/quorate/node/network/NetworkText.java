package io.quorate.node.network;

import io.quorate.execution.MemberRegistry;
import java.util.Locale;

/** Writes the file of a network that runs: read again, it asks for nothing. */
public final class NetworkText {
    private final StringBuilder text = new StringBuilder();

    private NetworkText() {}

    public static String of(NetworkState state) {
        NetworkText out = new NetworkText();
        out.text.append("# The network as it was at block ").append(state.block()).append(
                ". './quorate network plan' compares it with what is; docs/network-file.md.\n");
        out.line("chain-id", state.chainId());
        MemberRegistry.Parameters parameters = state.parameters();
        out.header("[limits]");
        out.line("max-batch-bytes", parameters.payloadBytes());
        out.line("window", parameters.window());
        out.line("in-flight", parameters.inFlight());
        out.header("[ordering]");
        out.line("c", parameters.c());
        out.line("suite", quoted(NetworkPlan.suite(parameters.suite())));
        out.line("lanes", parameters.lanes());
        out.header("[votes]");
        out.line("quorum",
                quoted(state.rules().numerator() + "/" + state.rules().denominator()));
        out.line("proposal-seconds", state.rules().lifetimeSeconds());
        out.line("enforce", NetworkPlan.names(state.rules().enforced(), NetworkFile.ENFORCED));
        out.line("nodes-alone",
                NetworkPlan.names(state.rules().nodesAlone(), NetworkFile.OF_NODES));
        out.line("accounts-alone",
                NetworkPlan.names(state.rules().accountsAlone(), NetworkFile.OF_ACCOUNTS));
        state.organisations().forEach(out::organisation);
        state.nodes().forEach(out::node);
        return out.text.toString();
    }

    private void organisation(MemberRegistry.Organisation one) {
        header("[[organisations]]");
        line("number", one.number());
        line("name", quoted(one.name()));
        if (one.state() == NetworkState.SUSPENDED) line("state", quoted("suspended"));
    }

    private void node(MemberRegistry.Node node) {
        header("[[nodes]]");
        line("number", node.number());
        line("organisation", node.organisation());
        line("role", quoted(node.role().name().toLowerCase(Locale.ROOT)));
        line("name", quoted(node.name()));
        line("operator", quoted(node.operator()));
        line("jurisdiction", quoted(node.jurisdiction()));
        line("endpoint", quoted(node.endpoint()));
        line("tls-fingerprint", quoted(node.tlsFingerprint().toString()));
        if (!node.consensusKey().isEmpty()) {
            line("consensus-key", quoted(node.consensusKey().toHexString()));
        }
    }

    private void header(String name) {
        text.append('\n').append(name).append('\n');
    }

    private void line(String key, Object value) {
        text.append(key).append(" = ").append(value).append('\n');
    }

    /** A basic string of TOML 1.0: names come from whoever was voted in. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') quoted.append('\\').appendCodePoint(c);
            else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else quoted.appendCodePoint(c);
        });
        return quoted.append('"').toString();
    }
}
