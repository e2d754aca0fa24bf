package io.quorate.proof;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Every value that differs from a record in one byte of one of its fields, however deep that lies. */
final class Mutations {
    private final Random random;
    private final int every;
    private long byteCount;

    /** One byte was changed there. */
    record Mutant<T>(String where, T value) {}

    /** Takes one byte out of {@code every}; 1 for all. */
    Mutations(long seed, int every) {
        this.random = new Random(seed);
        this.every = every;
    }

    /** Each byte twice: one bit of it turned, and all of it replaced. */
    <T extends Record> void each(T value, Consumer<Mutant<T>> visitor) {
        each("", value, mutant -> visitor.accept(mutant));
    }

    @SuppressWarnings("unchecked")
    private <T> void each(String where, T value, Consumer<Mutant<T>> visitor) {
        switch (value) {
            case Bytes bytes -> bytes(where, bytes, b -> (T) b, visitor);
            case Hash hash -> bytes(where, hash.bytes(), b -> (T) Hash.of(b), visitor);
            case Address address -> bytes(where, Bytes.wrap(address.toArray()),
                    b -> (T) Address.of(b.toArray()), visitor);
            case UInt256 number -> bytes(where, number.toBytes(),
                    b -> (T) UInt256.ofBytes(b.toArray()), visitor);
            case Long number -> bytes(where, Bytes.ofUnsignedLong(number),
                    b -> (T) (Long) b.toLong(), visitor);
            case Integer number -> bytes(where, Bytes.ofUnsignedInt(number),
                    b -> (T) (Integer) b.toInt(), visitor);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    int place = i;
                    each(where + "[" + i + "]", (Object) list.get(i), mutant -> {
                        List<Object> copy = new ArrayList<>(list);
                        copy.set(place, mutant.value());
                        visitor.accept(new Mutant<>(mutant.where(), (T) copy));
                    });
                }
            }
            case Optional<?> optional -> optional
                    .ifPresent(present -> each(where, (Object) present, mutant -> visitor.accept(
                            new Mutant<>(mutant.where(), (T) Optional.of(mutant.value())))));
            case Record fields -> fields(where, fields,
                    mutant -> visitor.accept(new Mutant<>(mutant.where(), (T) mutant.value())));
            default -> throw new AssertionError("no way to change a " + value.getClass());
        }
    }

    private <T> void bytes(String where, Bytes bytes, Function<Bytes, T> make,
            Consumer<Mutant<T>> visitor) {
        for (int i = 0; i < bytes.size(); i++) {
            if (byteCount++ % every != 0) continue;
            for (int change : List.of(1 << random.nextInt(8), 1 + random.nextInt(255))) {
                byte[] copy = bytes.toArray();
                copy[i] ^= (byte) change;
                visitor.accept(new Mutant<>(where + " byte " + i + " ^ " + change,
                        make.apply(Bytes.wrap(copy))));
            }
        }
    }

    private void fields(String where, Record fields, Consumer<Mutant<Record>> visitor) {
        RecordComponent[] components = fields.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components).map(c -> {
            try {
                c.getAccessor().setAccessible(true);
                return c.getAccessor().invoke(fields);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new AssertionError(e);
            }
        }).toArray();
        for (int i = 0; i < components.length; i++) {
            int place = i;
            each(where + "." + components[i].getName(), values[i], mutant -> {
                Object[] copy = values.clone();
                copy[place] = mutant.value();
                visitor.accept(new Mutant<>(mutant.where(), make(fields, components, copy)));
            });
        }
    }

    private static Record make(Record like, RecordComponent[] components, Object[] values) {
        try {
            var constructor = like.getClass().getDeclaredConstructor(Arrays.stream(components)
                    .map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
