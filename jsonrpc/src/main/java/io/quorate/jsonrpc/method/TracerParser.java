package io.quorate.jsonrpc.method;

import io.quorate.evm.trace.CallTracer;
import io.quorate.evm.trace.FlatCallTracer;
import io.quorate.evm.trace.MuxTracer;
import io.quorate.evm.trace.NoopTracer;
import io.quorate.evm.trace.PrestateTracer;
import io.quorate.evm.trace.ResultTracer;
import io.quorate.evm.trace.SelectorTracer;
import io.quorate.evm.trace.StructLogTracer;
import io.quorate.evm.trace.TraceBudget;
import io.quorate.jsonrpc.json.Param;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads a trace configuration. Fields that other clients know and that change nothing here are let pass. */
final class TracerParser {
    private static final String KNOWN = "one of callTracer, prestateTracer, flatCallTracer, "
            + "4byteTracer, muxTracer, noopTracer; tracers in JavaScript are not supported";
    /** Of tracers within one {@code muxTracer}; deeper nesting is bounded by the request's. */
    private static final int MUX_MAX = 16;

    private TracerParser() {}

    /** What makes a tracer for each transaction; all of them share the budget. */
    static Function<TraceBudget, ResultTracer> parse(Param config) {
        Param tracer = config.isAbsent() ? config : config.field("tracer");
        boolean isNamed = !tracer.isAbsent() && !tracer.string().isEmpty();
        if (isNamed) {
            return named(tracer, config.field("tracerConfig"));
        }
        StructLogTracer.Options options = config.isAbsent() ? StructLogTracer.Options.DEFAULT
                : new StructLogTracer.Options(flag(config, "enableMemory"),
                        !flag(config, "disableStack"), !flag(config, "disableStorage"),
                        flag(config, "enableReturnData"),
                        config.field("limit").optional(Param::longQuantityOrDecimal)
                                .map(limit -> (int) Math.min(limit, Integer.MAX_VALUE))
                                .orElse(0));
        return budget -> new StructLogTracer(options, budget);
    }

    private static Function<TraceBudget, ResultTracer> named(Param tracer, Param config) {
        return switch (tracer.string()) {
            case "callTracer" -> {
                var options = new CallTracer.Options(flag(config, "onlyTopCall"),
                        flag(config, "withLog"));
                yield budget -> new CallTracer(options, budget);
            }
            case "prestateTracer" -> {
                var options = new PrestateTracer.Options(flag(config, "diffMode"),
                        !flag(config, "disableCode"), !flag(config, "disableStorage"),
                        flag(config, "includeEmpty"));
                yield budget -> new PrestateTracer(options, budget);
            }
            case "flatCallTracer" -> {
                var options = new FlatCallTracer.Options(flag(config, "convertParityErrors"),
                        flag(config, "includePrecompiles"));
                yield budget -> new FlatCallTracer(options, budget);
            }
            case "4byteTracer" -> SelectorTracer::new;
            case "noopTracer" -> budget -> new NoopTracer();
            case "muxTracer" -> mux(config);
            default -> throw tracer.wrong(KNOWN);
        };
    }

    /** An object of tracers' names, each with its configuration. */
    private static Function<TraceBudget, ResultTracer> mux(Param config) {
        Map<String, Function<TraceBudget, ResultTracer>> parts = new LinkedHashMap<>();
        for (String name : config.fieldNames()) {
            parts.put(name, named(config.nameOf(name), config.field(name)));
        }
        if (parts.isEmpty() || parts.size() > MUX_MAX) {
            throw config.wrong("an object of 1 to " + MUX_MAX + " tracers");
        }
        return budget -> {
            Map<String, ResultTracer> tracers = new LinkedHashMap<>();
            parts.forEach((name, make) -> tracers.put(name, make.apply(budget)));
            return new MuxTracer(tracers);
        };
    }

    private static boolean flag(Param config, String name) {
        return !config.isAbsent() && config.field(name).optional(Param::bool).orElse(false);
    }
}
