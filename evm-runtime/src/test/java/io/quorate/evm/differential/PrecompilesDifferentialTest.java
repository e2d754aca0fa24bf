package io.quorate.evm.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.precompile.Precompile;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.hyperledger.besu.ethereum.mainnet.IstanbulGasCalculator;
import org.hyperledger.besu.ethereum.mainnet.PrecompiledContract;
import org.hyperledger.besu.ethereum.mainnet.precompiles.AltBN128AddPrecompiledContract;
import org.hyperledger.besu.ethereum.mainnet.precompiles.AltBN128MulPrecompiledContract;
import org.hyperledger.besu.ethereum.mainnet.precompiles.AltBN128PairingPrecompiledContract;
import org.hyperledger.besu.ethereum.mainnet.precompiles.BLAKE2BFPrecompileContract;
import org.hyperledger.besu.ethereum.vm.GasCalculator;
import org.hyperledger.besu.util.bytes.BytesValue;
import org.junit.jupiter.api.Test;

/** bn254 and the compression of BLAKE2b against Besu, over inputs that are right, spoiled, cut or noise. */
class PrecompilesDifferentialTest {
    private static final long SEED = 0x5eed_0006L;

    private static final long GAS_MAX = 1_000_000;

    private final GasCalculator gas = new IstanbulGasCalculator();
    private final PrecompileInputs inputs = new PrecompileInputs(new Random(SEED));

    @Test
    void addsPoints() {
        check(6, AltBN128AddPrecompiledContract.istanbul(gas), 200);
    }

    @Test
    void multipliesPoints() {
        check(7, AltBN128MulPrecompiledContract.istanbul(gas), 50);
    }

    /** Few, as Besu 1.3 takes up to two seconds for one. */
    @Test
    void checksPairings() {
        check(8, AltBN128PairingPrecompiledContract.istanbul(gas), 3);
    }

    /** With the number of rounds in the input, which no other oracle offers. */
    @Test
    void compressesInAnyNumberOfRounds() {
        check(9, new BLAKE2BFPrecompileContract(gas), 1_000);
    }

    private void check(int address, PrecompiledContract theirs, int count) {
        Precompile ours = Precompiles.of(Fork.ISTANBUL).at(Address.ofLow(address)).orElseThrow();
        int succeeded = 0;
        for (int i = 0; i < count; i++) {
            Bytes input = inputs.forAddress(address);
            if (ours.gas(input) > GAS_MAX) { // a spoiled number of rounds
                continue;
            }
            BytesValue wrapped = BytesValue.wrap(input.toArray());
            Optional<Bytes> expected = Optional.ofNullable(theirs.compute(wrapped, null))
                    .map(output -> Bytes.wrap(output.getArrayUnsafe()));
            assertThat(ours.execute(input)).as("seed %s, input %s", SEED, input)
                    .isEqualTo(expected);
            if (expected.isPresent()) { // a failure takes all gas, whatever its price would have been
                succeeded++;
                assertThat(ours.gas(input)).as("input %s", input)
                        .isEqualTo(theirs.gasRequirement(wrapped).toLong());
            }
        }
        assertThat(succeeded).isPositive();
    }
}
