package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One case at one node: its connections and what was measured over them. Owned by one thread. */
final class CaseRun implements AutoCloseable {
    private final Target target;
    private final Asked asked;
    private final Mode mode;
    private final LoadLoop loop;
    private final List<Measured> rounds = new ArrayList<>();

    private record Measured(LoadLoop.Sample sample, Optional<Duration> cpu) {}

    CaseRun(Target target, Asked asked, Mode mode) {
        this.target = target;
        this.asked = asked;
        this.mode = mode;
        this.loop = new LoadLoop(mode.wire(), target.url(), target.requests(asked, mode));
    }

    void warmUp(Duration time) {
        checked(loop.run(time));
    }

    void measure(Duration time) {
        Optional<Duration> before = cpu();
        LoadLoop.Sample sample = checked(loop.run(time));
        rounds.add(new Measured(sample,
                before.flatMap(b -> cpu().map(after -> after.minus(b)))));
    }

    private LoadLoop.Sample checked(LoadLoop.Sample sample) {
        if (sample.failed() > 0) {
            throw new BenchException(target.url() + " answered " + sample.failed() + " of "
                    + sample.answers() + " requests for " + asked.method() + " with an error");
        }
        return sample;
    }

    private Optional<Duration> cpu() {
        return target.pid().flatMap(ProcessHandle::of).map(ProcessHandle::info)
                .flatMap(ProcessHandle.Info::totalCpuDuration);
    }

    /** The middle one of the rounds by requests a second. */
    RpcReport.Result result() {
        Measured middle = rounds.stream()
                .sorted(Comparator.comparingDouble(round -> round.sample.perSecond())).toList()
                .get(rounds.size() / 2);
        LoadLoop.Sample sample = middle.sample;
        double requests = (double) sample.answers() * mode.requests();
        return new RpcReport.Result(requests / sample.seconds(),
                sample.micros().getValueAtPercentile(50), sample.micros().getValueAtPercentile(99),
                sample.answers() == 0 ? 0 : sample.bodyBytes() / sample.answers(),
                middle.cpu.map(cpu -> cpu.toNanos() / 1e3 / Math.max(1, requests)));
    }

    @Override
    public void close() {
        loop.close();
    }
}
