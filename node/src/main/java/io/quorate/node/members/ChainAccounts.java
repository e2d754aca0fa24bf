package io.quorate.node.members;

import io.quorate.evm.primitives.Address;
import io.quorate.execution.MemberRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What a replica says of accounts and of rules of contracts, all as of one block. One thread. */
public final class ChainAccounts {
    private static final int PAGE = 128;
    /** As the contract has it: no more are in one organisation. */
    private static final int ACCOUNTS_MAX = 65_536;

    private final ChainMembers chain;

    /**
     * @param organisation 0 for a stranger
     * @param roles {@link Flags#ROLES}
     * @param node its key signs votes
     */
    public record Account(Address address, int organisation, long roles, boolean suspended,
            boolean node) {}

    /**
     * @param organisation whose admins set these rules; 0 for none
     * @param callRoles that may call it where it is {@code restricted}
     * @param readRoles that may read it where that is restricted
     */
    public record Rule(Address contract, int organisation, boolean restricted, long callRoles,
            boolean readRestricted, long readRoles) {
        /** Nobody ever set one. */
        public boolean isNone() {
            return organisation == 0 && !restricted && !readRestricted && callRoles == 0
                    && readRoles == 0;
        }
    }

    /** Whether an account is on a contract's list. */
    public record Listing(boolean mayCall, boolean mayRead) {}

    /** {@link Flags#RULES} and {@link Flags#ACCOUNTS_ALONE}. */
    public record Rules(long enforced, long alone) {}

    public ChainAccounts(ChainMembers chain) {
        this.chain = chain;
    }

    public ChainMembers chain() {
        return chain;
    }

    public Rules rules() {
        AbiReader in = ask("rules()");
        return new Rules(in.number(), in.number());
    }

    /** Of all organisations that have not left, by ascending number. */
    public List<Account> all() {
        return chain.registry().organisations().stream().map(MemberRegistry.Organisation::number)
                .flatMap(number -> of(number).stream()).toList();
    }

    public List<Account> of(int organisation) {
        return pages(offset -> ask("accounts(uint32,uint256,uint256)", Abi.number(organisation),
                Abi.number(offset), Abi.number(PAGE))).stream().map(this::account).toList();
    }

    public Account account(Address address) {
        AbiReader in = ask("accountInfo(address)", Abi.address(address));
        return new Account(address, (int) in.number(), in.number(), in.flag(), in.flag());
    }

    /** Of all contracts that have an owner or a rule. */
    public List<Rule> contracts() {
        return pages(offset -> ask("contracts(uint256,uint256)", Abi.number(offset),
                Abi.number(PAGE))).stream().map(this::rule).toList();
    }

    public Rule rule(Address contract) {
        AbiReader in = ask("contractInfo(address)", Abi.address(contract));
        return new Rule(contract, (int) in.number(), in.flag(), in.number(), in.flag(),
                in.number());
    }

    public Listing listing(Address contract, Address account) {
        AbiReader in = ask("listed(address,address)", Abi.address(contract),
                Abi.address(account));
        return new Listing(in.flag(), in.flag());
    }

    private static List<Address> pages(LongFunction<AbiReader> ask) {
        List<Address> all = new ArrayList<>();
        List<Address> page;
        do {
            page = ask.apply(all.size()).list(AbiReader::address);
            all.addAll(page);
        } while (page.size() == PAGE && all.size() < ACCOUNTS_MAX);
        return all;
    }

    private AbiReader ask(String signature, Abi.Value... arguments) {
        return chain.ask(
                new SystemCall(SystemCall.PERMISSIONS, Abi.call(signature, arguments)));
    }
}
