package io.quorate.evm.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** Leaves out of a scenario whatever it can while {@code differs} holds: transactions, contracts, pieces of code. */
final class Minimiser {
    private final Predicate<Scenario> differs;

    Minimiser(Predicate<Scenario> differs) {
        this.differs = differs;
    }

    Scenario minimise(Scenario scenario) {
        Scenario current = scenario;
        while (true) {
            Scenario smaller = firstThatDiffers(current);
            if (smaller == null) {
                return current;
            }
            current = smaller;
        }
    }

    private Scenario firstThatDiffers(Scenario scenario) {
        for (Scenario candidate : smallerOnes(scenario)) {
            if (differs.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static List<Scenario> smallerOnes(Scenario scenario) {
        List<Scenario> smaller = new ArrayList<>();
        List<Scenario.Contract> contracts = scenario.contracts();
        List<Scenario.Call> calls = scenario.calls();
        for (int i = 0; i < calls.size(); i++) {
            smaller.add(new Scenario(contracts, without(calls, i)));
        }
        for (int i = 0; i < contracts.size(); i++) {
            smaller.add(new Scenario(without(contracts, i), calls));
        }
        for (int i = 0; i < contracts.size(); i++) {
            Scenario.Contract contract = contracts.get(i);
            for (List<Bytes> pieces : shorter(contract.pieces())) {
                smaller.add(new Scenario(with(contracts, i, new Scenario.Contract(
                        contract.address(), contract.balance(), pieces, contract.slots())), calls));
            }
            if (!contract.slots().isEmpty()) {
                smaller.add(new Scenario(with(contracts, i, new Scenario.Contract(
                        contract.address(), contract.balance(), contract.pieces(),
                        new TreeMap<>())), calls));
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            Scenario.Call call = calls.get(i);
            for (List<Bytes> pieces : shorter(call.pieces())) {
                smaller.add(new Scenario(contracts, with(calls, i,
                        new Scenario.Call(call.to(), call.gas(), call.value(), pieces))));
            }
            if (call.value() != 0) {
                smaller.add(new Scenario(contracts, with(calls, i,
                        new Scenario.Call(call.to(), call.gas(), 0, call.pieces()))));
            }
        }
        return smaller;
    }

    /** The second half or the first half gone, then each piece, and a lone piece cut by bytes. */
    private static List<List<Bytes>> shorter(List<Bytes> pieces) {
        List<List<Bytes>> shorter = new ArrayList<>();
        if (pieces.size() > 3) {
            shorter.add(pieces.subList(0, pieces.size() / 2));
            shorter.add(pieces.subList(pieces.size() / 2, pieces.size()));
        }
        for (int i = 0; i < pieces.size(); i++) {
            shorter.add(without(pieces, i));
        }
        return shorter;
    }

    private static <T> List<T> without(List<T> list, int index) {
        List<T> copy = new ArrayList<>(list);
        copy.remove(index);
        return copy;
    }

    private static <T> List<T> with(List<T> list, int index, T element) {
        List<T> copy = new ArrayList<>(list);
        copy.set(index, element);
        return copy;
    }
}
