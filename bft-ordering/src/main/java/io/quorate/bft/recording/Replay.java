package io.quorate.bft.recording;

import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.KeyedSetup;
import io.quorate.bft.core.epoch.Participant;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Feeds a recording to the same core and compares each output. */
public final class Replay {
    private static final int ENTRY_BYTES_MAX = 1 << 30;
    private static final int SHOWN_MAX = 300;

    private final ReplayedPorts ports;
    private final Participant participant;
    private long inputs;
    private long outputs;

    private Replay(Header header, Entry construction) {
        ports = new ReplayedPorts();
        ports.put(construction.answers());
        participant = new Participant(header.identity(),
                new KeyedSetup(header.chainId(), ports, ports, ports), header.recovery());
        requireAllAnswersTaken();
    }

    /**
     * What came of one file.
     *
     * @param inputs repeated with equal outputs
     * @param difference what differed first, and at which input; empty if nothing
     * @param isTorn the file ends within an entry, as after a crash: all before it was compared
     */
    public record Result(Path file, long inputs, long outputs, Optional<String> difference,
            boolean isTorn) {}

    /** One result for each start that was recorded in {@code directory}, up to the first that differs. */
    public static List<Result> directory(Path directory) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Path file : RecordingFile.list(directory)) {
            results.add(file(file));
            if (results.getLast().difference().isPresent()) break;
        }
        return results;
    }

    private static Result file(Path file) throws IOException {
        Optional<Replay> replay = Optional.empty();
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readLong() != RecordingFile.MAGIC) {
                return new Result(file, 0, 0, Optional.of("this is not a recording"), false);
            }
            Header header = Header.decode(next(in));
            Entry construction = new EntryCodec(_ -> Optional.empty()).decode(next(in));
            replay = Optional.of(new Replay(header, construction));
            EntryCodec entries = new EntryCodec(replay.get().participant::codec);
            while (in.available() > 0) {
                replay.get().step(entries.decode(next(in)));
            }
            return result(file, replay, Optional.empty(), false);
        } catch (EOFException _) {
            return result(file, replay, Optional.empty(), true);
        } catch (DamagedException e) {
            return result(file, replay, Optional.of("the entry after input "
                    + replay.map(run -> run.inputs).orElse(0L) + " is damaged: "
                    + e.getMessage()), false);
        } catch (DifferenceException e) {
            return result(file, replay, Optional.of(e.getMessage()), false);
        }
    }

    private static Result result(Path file, Optional<Replay> replay, Optional<String> difference,
            boolean isTorn) {
        return new Result(file, replay.map(run -> run.inputs).orElse(0L),
                replay.map(run -> run.outputs).orElse(0L), difference, isTorn);
    }

    private static Bytes next(DataInputStream in) throws IOException {
        int size = in.readInt();
        int crc = in.readInt();
        if (size < 0 || size > ENTRY_BYTES_MAX) {
            throw new DamagedException("its length is " + size);
        }
        Bytes entry = Bytes.wrap(in.readNBytes(size)); // allocates as bytes come
        if (entry.size() < size) throw new EOFException();
        if (RecordingFile.crc(entry) != crc) {
            throw new DamagedException("its checksum is wrong");
        }
        return entry;
    }

    private void step(Entry entry) {
        EpochInput input = entry.input()
                .orElseThrow(() -> new DamagedException("it has no input"));
        ports.put(entry.answers());
        List<EpochEffect> effects;
        try {
            effects = participant.step(input);
            requireAllAnswersTaken();
        } catch (DifferenceException | IllegalStateException e) {
            throw different(input, e.getMessage());
        }
        for (int i = 0; i < Math.max(effects.size(), entry.outputs().size()); i++) {
            compare(input, i, effects, entry.outputs());
        }
        inputs++;
        outputs += effects.size();
    }

    private void requireAllAnswersTaken() {
        if (ports.left() > 0) {
            throw new DifferenceException(ports.left() + " recorded answers were not asked for");
        }
    }

    private void compare(EpochInput input, int i, List<EpochEffect> effects,
            List<Output> recorded) {
        String which = "output " + (i + 1) + " of " + effects.size() + ", recorded "
                + recorded.size() + ": ";
        if (i >= effects.size()) {
            throw different(input, which + "now missing, recorded " + recorded.get(i).kind());
        }
        Output now = Output.of(effects.get(i), participant::codec);
        if (i >= recorded.size()) {
            throw different(input, which + "not recorded, now " + shown(effects.get(i)));
        }
        if (!now.equals(recorded.get(i))) {
            throw different(input, which + "recorded " + recorded.get(i).kind()
                    + (now.kind() == recorded.get(i).kind() ? " with other content" : "")
                    + ", now " + shown(effects.get(i)));
        }
    }

    private DifferenceException different(EpochInput input, String what) {
        return new DifferenceException(
                "input " + (inputs + 1) + ", " + shown(input) + ", differs: " + what);
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
