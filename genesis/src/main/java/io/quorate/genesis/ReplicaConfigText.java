package io.quorate.genesis;

import java.util.EnumMap;
import java.util.Map;

/** Writes a replica's {@code quorate.toml} with every key and what it means. */
final class ReplicaConfigText {
    private ReplicaConfigText() {}

    static String of(Endpoint p2p, Endpoint rpc, int metricsPort) {
        Map<SettingKey, Object> chosen = new EnumMap<>(SettingKey.class);
        chosen.put(SettingKey.GENESIS, "../genesis.json");
        chosen.put(SettingKey.P2P_HOST, p2p.host());
        chosen.put(SettingKey.P2P_PORT, p2p.port());
        chosen.put(SettingKey.RPC_HOST, rpc.host());
        chosen.put(SettingKey.RPC_PORT, rpc.port());
        chosen.put(SettingKey.METRICS_PORT, metricsPort);
        return of(chosen);
    }

    /** Every key that is not among {@code chosen} with its default. */
    static String of(Map<SettingKey, Object> chosen) {
        StringBuilder text = new StringBuilder(
                "# One replica. Relative paths start at this file's directory; the variable"
                        + " QUORATE_<SECTION>_<KEY>\n# takes the place of a value, as in"
                        + " QUORATE_RPC_PORT=9545.\n");
        String section = "";
        for (SettingKey key : SettingKey.values()) {
            if (!section.equals(key.section())) {
                section = key.section();
                text.append("\n[").append(section).append("]\n");
            }
            Object value = chosen.getOrDefault(key, key.defaultValue());
            text.append("# ").append(key.description()).append('\n').append(key.key())
                    .append(" = ").append(value instanceof String ? "\"" + value + "\"" : value)
                    .append('\n');
        }
        return text.toString();
    }
}
