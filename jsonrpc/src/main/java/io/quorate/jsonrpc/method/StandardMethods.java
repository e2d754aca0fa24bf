package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.TransactionSubmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every method that needs no connection, put together over the ports. */
public final class StandardMethods implements AutoCloseable {
    private final List<Method> methods = new ArrayList<>();
    private final ReceiptWaiters waiters;

    public StandardMethods(JsonRpcPorts ports, JsonRpcConfig.Queries limits) {
        ChainQueries chain = ports.chain();
        TransactionSubmitter submitter = ports.submitter();
        Blocks blocks = new Blocks(chain);
        CallParser callParser = new CallParser(chain.chainId());
        TransactionMethods transactions = new TransactionMethods(chain, submitter, blocks);
        waiters = new ReceiptWaiters(chain, submitter);
        methods.addAll(new ChainMethods(chain, ports.devKeys()).all());
        methods.addAll(new BlockMethods(chain, blocks).all());
        methods.addAll(new StateMethods(chain, submitter, blocks).all());
        methods.addAll(new CallMethods(chain, blocks, callParser, limits.callGasCap()).all());
        methods.addAll(
                new SimulateMethods(chain, blocks, callParser, limits.callGasCap()).all());
        methods.addAll(new TraceMethods(chain, blocks, callParser, limits.callGasCap()).all());
        ProofMethods proofs = new ProofMethods(chain, blocks);
        methods.addAll(proofs.all());
        methods.addAll(new AuditMethods(chain, blocks, proofs).all());
        methods.addAll(new ParityTraceMethods(chain, blocks).all());
        methods.addAll(new ReplayMethods(chain, blocks, callParser, limits.callGasCap()).all());
        methods.addAll(new FeeMethods(chain, blocks, limits.feeHistoryBlocksMax()).all());
        methods.addAll(
                new LogMethods(chain, new LogFilterParser(chain, blocks), limits).all());
        methods.addAll(transactions.all());
        SubmitMethods submit = new SubmitMethods(submitter, transactions, waiters, limits,
                () -> ports.devChain().map(dev -> dev.state().automine()).orElse(true));
        methods.addAll(submit.all());
        ports.devKeys().ifPresent(keys -> methods.addAll(
                new DevKeyMethods(keys, ports.devChain(), chain, submitter, submit, callParser)
                        .all()));
        ports.devChain().ifPresent(
                dev -> methods.addAll(new DevMethods(dev, chain, submitter).all()));
        Optional<CommitteeMethods> committee = ports.replica()
                .map(replica -> new CommitteeMethods(chain, blocks, replica, submitter));
        committee.ifPresent(own -> methods.addAll(own.all()));
        ports.replica().ifPresent(
                replica -> methods.addAll(new AdminMethods(chain, replica).all()));
        methods.add(new FillMethod(chain, submitter, callParser).method());
        methods.addAll(new PoolMethods(chain, submitter, new PoolExplanation(chain, submitter,
                blocks, () -> committee.flatMap(CommitteeMethods::obstacle))).all());
        methods.addAll(new DebugMethods(chain, blocks).all());
        methods.addAll(new NodeMethods(chain, blocks).all());
        methods.addAll(new OtterscanMethods(chain, blocks).all());
        methods.add(new SlotListing(chain, blocks).method());
        methods.addAll(new AppearanceMethods(chain, blocks).all());
        ports.builder().ifPresent(builder -> methods.addAll(
                new TestingMethods(chain, submitter, builder).all()));
    }

    public List<Method> all() {
        return List.copyOf(methods);
    }

    @Override
    public void close() {
        waiters.close();
    }
}
