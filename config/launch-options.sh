# Read by the launcher of a checkout, by that of a release, and where a container's arguments are made: what the
# JVM is told for each command. Sets jvm_options and memory; needs natives, the folder of the unpacked libraries.
# shellcheck shell=bash disable=SC2034,SC2154

launch_options() {
    jvm_options=(-XX:+UseSerialGC -Xss512k --enable-native-access=ALL-UNNAMED
        -Dfile.encoding=UTF-8 -Djava.library.path="$natives")
    if [ -f "$natives/libsecp256k1-jni.so" ]; then
        jvm_options+=(-Dfr.acinq.secp256k1.lib.path="$natives"
            -Dfr.acinq.secp256k1.lib.name=libsecp256k1-jni.so)
    fi

    # Heap and code cache are sized so that four replicas, in one process or in four, stay below 1 GiB.
    case ${1:-} in
        node)
            memory=(-Xms16m -Xmx160m -XX:MaxDirectMemorySize=48m -XX:ReservedCodeCacheSize=48m
                -XX:TrimNativeHeapInterval=10000)
            # Replicas that start together share few cores: the compilers take half of a start, and wait a little
            # here; the optimizing one waits longest.
            jvm_options+=(-XX:CompileThresholdScaling=2 -XX:+UnlockDiagnosticVMOptions
                -XX:-AOTReplayTraining
                -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=3000
                -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000)
            ;;
        dev) memory=(-Xms64m -Xmx512m -XX:MaxDirectMemorySize=128m -XX:ReservedCodeCacheSize=64m) ;;
        bench | simulate) memory=(-Xmx1g) ;;
        # One official state test nests 1024 calls with a MiB of memory and of input each.
        evm) memory=(-Xmx3g) ;;
        keys) memory=(-Xmx768m -XX:TieredStopAtLevel=1) ;; # keystores of geth take 256 MiB to open
        train-start) memory=(-Xmx512m) ;;
        *) memory=(-Xmx256m -XX:TieredStopAtLevel=1) ;;
    esac
}

launch_environment() {
    # Compiler and database threads would each keep a heap of their own in glibc, tens of MiB that are never given
    # back.
    export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
    # Else RocksDB starts two processes, each time, to learn whether this is musl.
    if [ -z "${ROCKSDB_MUSL_LIBC:-}" ] && ! compgen -G '/lib/ld-musl-*' >/dev/null; then
        export ROCKSDB_MUSL_LIBC=false
    fi
}
