package io.quorate.contracts.wrappers;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.annotation.processing.Generated;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.DynamicStruct;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteCall;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.tx.Contract;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.ContractGasProvider;

/**
 * <p>Auto generated code.
 * <p><strong>Do not modify!</strong>
 * <p>Please use the <a href="https://docs.web3j.io/command_line.html">web3j command line tools</a>,
 * or the org.web3j.codegen.SolidityFunctionWrapperGenerator in the 
 * <a href="https://github.com/LFDT-web3j/web3j/tree/main/codegen">codegen module</a> to update.
 *
 * <p>Generated with web3j version 5.0.2.
 */
@SuppressWarnings("rawtypes")
@Generated("org.web3j.codegen.SolidityFunctionWrapperGenerator")
public class Multicall3 extends Contract {
    public static final String BINARY = "6080604052348015600e575f5ffd5b50610b648061001c5f395ff3fe6080604052600436106100ef575f3560e01c80634d2301cc11610087578063a8b0574e11610057578063a8b0574e14610221578063bce38bd71461023b578063c3077fa91461024e578063ee82ac5e14610261575f5ffd5b80634d2301cc146101c357806372425d9d146101ea57806382ad56cb146101fc57806386d516e81461020f575f5ffd5b80633408e470116100c25780633408e4701461016b578063399542e91461017d5780633e64a6961461019f57806342cbb15c146101b1575f5ffd5b80630f28c97d146100f3578063174dea7114610114578063252dba421461013457806327e86d6e14610155575b5f5ffd5b3480156100fe575f5ffd5b50425b6040519081526020015b60405180910390f35b61012761012236600461080f565b61027f565b60405161010b91906108ef565b61014761014236600461080f565b6103dd565b60405161010b929190610908565b348015610160575f5ffd5b50435f190140610101565b348015610176575f5ffd5b5046610101565b61019061018b366004610986565b6104d8565b60405161010b939291906109d5565b3480156101aa575f5ffd5b5048610101565b3480156101bc575f5ffd5b5043610101565b3480156101ce575f5ffd5b506101016101dd3660046109f3565b6001600160a01b03163190565b3480156101f5575f5ffd5b5044610101565b61012761020a36600461080f565b6104f3565b34801561021a575f5ffd5b5045610101565b34801561022c575f5ffd5b5060405141815260200161010b565b610127610249366004610986565b6105cb565b61019061025c36600461080f565b6106d4565b34801561026c575f5ffd5b5061010161027b366004610a19565b4090565b60605f8267ffffffffffffffff81111561029b5761029b610a30565b6040519080825280602002602001820160405280156102e057816020015b604080518082019091525f8152606060208201528152602001906001900390816102b95790505b5091505f5b83811015610381573685858381811061030057610300610a44565b90506020028101906103129190610a58565b9050610322604082013584610a76565b925061035b61033460208301836109f3565b60408301356103466060850185610a9b565b6103566040870160208801610ade565b6106f1565b84838151811061036d5761036d610a44565b6020908102919091010152506001016102e5565b503481146103d65760405162461bcd60e51b815260206004820152601a60248201527f4d756c746963616c6c333a2076616c7565206d69736d6174636800000000000060448201526064015b60405180910390fd5b5092915050565b4360608267ffffffffffffffff8111156103f9576103f9610a30565b60405190808252806020026020018201604052801561042c57816020015b60608152602001906001900390816104175790505b5090505f5b838110156104d0576104a785858381811061044e5761044e610a44565b90506020028101906104609190610af7565b61046e9060208101906109f3565b5f87878581811061048157610481610a44565b90506020028101906104939190610af7565b6104a1906020810190610a9b565b5f6106f1565b602001518282815181106104bd576104bd610a44565b6020908102919091010152600101610431565b509250929050565b43804060606104e88686866105cb565b905093509350939050565b60608167ffffffffffffffff81111561050e5761050e610a30565b60405190808252806020026020018201604052801561055357816020015b604080518082019091525f81526060602082015281526020019060019003908161052c5790505b5090505f5b828110156103d6573684848381811061057357610573610a44565b90506020028101906105859190610b0b565b90506105a561059760208301836109f3565b5f6103466040850185610a9b565b8383815181106105b7576105b7610a44565b602090810291909101015250600101610558565b60608167ffffffffffffffff8111156105e6576105e6610a30565b60405190808252806020026020018201604052801561062b57816020015b604080518082019091525f8152606060208201528152602001906001900390816106045790505b5090505f5b828110156106cc576106a784848381811061064d5761064d610a44565b905060200281019061065f9190610af7565b61066d9060208101906109f3565b5f86868581811061068057610680610a44565b90506020028101906106929190610af7565b6106a0906020810190610a9b565b89156106f1565b8282815181106106b9576106b9610a44565b6020908102919091010152600101610630565b509392505050565b5f5f60606106e4600186866104d8565b9250925092509250925092565b604080518082019091525f815260606020820152856001600160a01b0316858585604051610720929190610b1f565b5f6040518083038185875af1925050503d805f811461075a576040519150601f19603f3d011682016040523d82523d5f602084013e61075f565b606091505b5060208301521515808252806107725750815b6107be5760405162461bcd60e51b815260206004820152601760248201527f4d756c746963616c6c333a2063616c6c206661696c656400000000000000000060448201526064016103cd565b95945050505050565b5f5f83601f8401126107d7575f5ffd5b50813567ffffffffffffffff8111156107ee575f5ffd5b6020830191508360208260051b8501011115610808575f5ffd5b9250929050565b5f5f60208385031215610820575f5ffd5b823567ffffffffffffffff811115610836575f5ffd5b610842858286016107c7565b90969095509350505050565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b5f82825180855260208501945060208160051b830101602085015f5b838110156108e357601f19858403018852815180511515845260208101519050604060208501526108cc604085018261084e565b6020998a0199909450929092019150600101610898565b50909695505050505050565b602081525f610901602083018461087c565b9392505050565b5f604082018483526040602084015280845180835260608501915060608160051b8601019250602086015f5b8281101561096557605f1987860301845261095085835161084e565b94506020938401939190910190600101610934565b5092979650505050505050565b80358015158114610981575f5ffd5b919050565b5f5f5f60408486031215610998575f5ffd5b6109a184610972565b9250602084013567ffffffffffffffff8111156109bc575f5ffd5b6109c8868287016107c7565b9497909650939450505050565b838152826020820152606060408201525f6107be606083018461087c565b5f60208284031215610a03575f5ffd5b81356001600160a01b0381168114610901575f5ffd5b5f60208284031215610a29575f5ffd5b5035919050565b634e487b7160e01b5f52604160045260245ffd5b634e487b7160e01b5f52603260045260245ffd5b5f8235607e19833603018112610a6c575f5ffd5b9190910192915050565b80820180821115610a9557634e487b7160e01b5f52601160045260245ffd5b92915050565b5f5f8335601e19843603018112610ab0575f5ffd5b83018035915067ffffffffffffffff821115610aca575f5ffd5b602001915036819003821315610808575f5ffd5b5f60208284031215610aee575f5ffd5b61090182610972565b5f8235603e19833603018112610a6c575f5ffd5b5f8235605e19833603018112610a6c575f5ffd5b818382375f910190815291905056fea2646970667358221220e6c6b5180bb01698f539d3c05ba1460342998fc5b823ca17a412dcb2ce79b59564736f6c63430008250033";

    private static String librariesLinkedBinary;

    public static final String FUNC_AGGREGATE = "aggregate";

    public static final String FUNC_AGGREGATE3 = "aggregate3";

    public static final String FUNC_AGGREGATE3VALUE = "aggregate3Value";

    public static final String FUNC_BLOCKANDAGGREGATE = "blockAndAggregate";

    public static final String FUNC_GETBASEFEE = "getBasefee";

    public static final String FUNC_GETBLOCKHASH = "getBlockHash";

    public static final String FUNC_GETBLOCKNUMBER = "getBlockNumber";

    public static final String FUNC_GETCHAINID = "getChainId";

    public static final String FUNC_GETCURRENTBLOCKCOINBASE = "getCurrentBlockCoinbase";

    public static final String FUNC_GETCURRENTBLOCKDIFFICULTY = "getCurrentBlockDifficulty";

    public static final String FUNC_GETCURRENTBLOCKGASLIMIT = "getCurrentBlockGasLimit";

    public static final String FUNC_GETCURRENTBLOCKTIMESTAMP = "getCurrentBlockTimestamp";

    public static final String FUNC_GETETHBALANCE = "getEthBalance";

    public static final String FUNC_GETLASTBLOCKHASH = "getLastBlockHash";

    public static final String FUNC_TRYAGGREGATE = "tryAggregate";

    public static final String FUNC_TRYBLOCKANDAGGREGATE = "tryBlockAndAggregate";

    @Deprecated
    protected Multicall3(String contractAddress, Web3j web3j, Credentials credentials,
            BigInteger gasPrice, BigInteger gasLimit) {
        super(BINARY, contractAddress, web3j, credentials, gasPrice, gasLimit);
    }

    protected Multicall3(String contractAddress, Web3j web3j, Credentials credentials,
            ContractGasProvider contractGasProvider) {
        super(BINARY, contractAddress, web3j, credentials, contractGasProvider);
    }

    @Deprecated
    protected Multicall3(String contractAddress, Web3j web3j, TransactionManager transactionManager,
            BigInteger gasPrice, BigInteger gasLimit) {
        super(BINARY, contractAddress, web3j, transactionManager, gasPrice, gasLimit);
    }

    protected Multicall3(String contractAddress, Web3j web3j, TransactionManager transactionManager,
            ContractGasProvider contractGasProvider) {
        super(BINARY, contractAddress, web3j, transactionManager, contractGasProvider);
    }

    public RemoteFunctionCall<TransactionReceipt> aggregate(List<Call> calls, BigInteger weiValue) {
        final Function function = new Function(
                FUNC_AGGREGATE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.DynamicArray<Call>(Call.class, calls)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function, weiValue);
    }

    public RemoteFunctionCall<TransactionReceipt> aggregate3(List<Call3> calls,
            BigInteger weiValue) {
        final Function function = new Function(
                FUNC_AGGREGATE3, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.DynamicArray<Call3>(Call3.class, calls)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function, weiValue);
    }

    public RemoteFunctionCall<TransactionReceipt> aggregate3Value(List<Call3Value> calls,
            BigInteger weiValue) {
        final Function function = new Function(
                FUNC_AGGREGATE3VALUE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.DynamicArray<Call3Value>(Call3Value.class, calls)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function, weiValue);
    }

    public RemoteFunctionCall<TransactionReceipt> blockAndAggregate(List<Call> calls,
            BigInteger weiValue) {
        final Function function = new Function(
                FUNC_BLOCKANDAGGREGATE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.DynamicArray<Call>(Call.class, calls)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function, weiValue);
    }

    public RemoteFunctionCall<BigInteger> getBasefee() {
        final Function function = new Function(FUNC_GETBASEFEE, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<byte[]> getBlockHash(BigInteger blockNumber) {
        final Function function = new Function(FUNC_GETBLOCKHASH, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint256(blockNumber)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Bytes32>() {}));
        return executeRemoteCallSingleValueReturn(function, byte[].class);
    }

    public RemoteFunctionCall<BigInteger> getBlockNumber() {
        final Function function = new Function(FUNC_GETBLOCKNUMBER, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> getChainId() {
        final Function function = new Function(FUNC_GETCHAINID, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<String> getCurrentBlockCoinbase() {
        final Function function = new Function(FUNC_GETCURRENTBLOCKCOINBASE, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
        return executeRemoteCallSingleValueReturn(function, String.class);
    }

    public RemoteFunctionCall<BigInteger> getCurrentBlockDifficulty() {
        final Function function = new Function(FUNC_GETCURRENTBLOCKDIFFICULTY, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> getCurrentBlockGasLimit() {
        final Function function = new Function(FUNC_GETCURRENTBLOCKGASLIMIT, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> getCurrentBlockTimestamp() {
        final Function function = new Function(FUNC_GETCURRENTBLOCKTIMESTAMP, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> getEthBalance(String addr) {
        final Function function = new Function(FUNC_GETETHBALANCE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, addr)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<byte[]> getLastBlockHash() {
        final Function function = new Function(FUNC_GETLASTBLOCKHASH, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Bytes32>() {}));
        return executeRemoteCallSingleValueReturn(function, byte[].class);
    }

    public RemoteFunctionCall<TransactionReceipt> tryAggregate(Boolean requireSuccess,
            List<Call> calls, BigInteger weiValue) {
        final Function function = new Function(
                FUNC_TRYAGGREGATE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Bool(requireSuccess), 
                new org.web3j.abi.datatypes.DynamicArray<Call>(Call.class, calls)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function, weiValue);
    }

    public RemoteFunctionCall<TransactionReceipt> tryBlockAndAggregate(Boolean requireSuccess,
            List<Call> calls, BigInteger weiValue) {
        final Function function = new Function(
                FUNC_TRYBLOCKANDAGGREGATE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Bool(requireSuccess), 
                new org.web3j.abi.datatypes.DynamicArray<Call>(Call.class, calls)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function, weiValue);
    }

    @Deprecated
    public static Multicall3 load(String contractAddress, Web3j web3j, Credentials credentials,
            BigInteger gasPrice, BigInteger gasLimit) {
        return new Multicall3(contractAddress, web3j, credentials, gasPrice, gasLimit);
    }

    @Deprecated
    public static Multicall3 load(String contractAddress, Web3j web3j,
            TransactionManager transactionManager, BigInteger gasPrice, BigInteger gasLimit) {
        return new Multicall3(contractAddress, web3j, transactionManager, gasPrice, gasLimit);
    }

    public static Multicall3 load(String contractAddress, Web3j web3j, Credentials credentials,
            ContractGasProvider contractGasProvider) {
        return new Multicall3(contractAddress, web3j, credentials, contractGasProvider);
    }

    public static Multicall3 load(String contractAddress, Web3j web3j,
            TransactionManager transactionManager, ContractGasProvider contractGasProvider) {
        return new Multicall3(contractAddress, web3j, transactionManager, contractGasProvider);
    }

    public static RemoteCall<Multicall3> deploy(Web3j web3j, Credentials credentials,
            ContractGasProvider contractGasProvider) {
        return deployRemoteCall(Multicall3.class, web3j, credentials, contractGasProvider, getDeploymentBinary(), "");
    }

    @Deprecated
    public static RemoteCall<Multicall3> deploy(Web3j web3j, Credentials credentials,
            BigInteger gasPrice, BigInteger gasLimit) {
        return deployRemoteCall(Multicall3.class, web3j, credentials, gasPrice, gasLimit, getDeploymentBinary(), "");
    }

    public static RemoteCall<Multicall3> deploy(Web3j web3j, TransactionManager transactionManager,
            ContractGasProvider contractGasProvider) {
        return deployRemoteCall(Multicall3.class, web3j, transactionManager, contractGasProvider, getDeploymentBinary(), "");
    }

    @Deprecated
    public static RemoteCall<Multicall3> deploy(Web3j web3j, TransactionManager transactionManager,
            BigInteger gasPrice, BigInteger gasLimit) {
        return deployRemoteCall(Multicall3.class, web3j, transactionManager, gasPrice, gasLimit, getDeploymentBinary(), "");
    }

    public static void linkLibraries(List<Contract.LinkReference> references) {
        librariesLinkedBinary = linkBinaryWithReferences(BINARY, references);
    }

    private static String getDeploymentBinary() {
        if (librariesLinkedBinary != null) {
            return librariesLinkedBinary;
        } else {
            return BINARY;
        }
    }

    public static class Call extends DynamicStruct {
        public String target;

        public byte[] callData;

        public Call(String target, byte[] callData) {
            super(new org.web3j.abi.datatypes.Address(160, target), 
                    new org.web3j.abi.datatypes.DynamicBytes(callData));
            this.target = target;
            this.callData = callData;
        }

        public Call(Address target, DynamicBytes callData) {
            super(target, callData);
            this.target = target.getValue();
            this.callData = callData.getValue();
        }
    }

    public static class Call3 extends DynamicStruct {
        public String target;

        public Boolean allowFailure;

        public byte[] callData;

        public Call3(String target, Boolean allowFailure, byte[] callData) {
            super(new org.web3j.abi.datatypes.Address(160, target), 
                    new org.web3j.abi.datatypes.Bool(allowFailure), 
                    new org.web3j.abi.datatypes.DynamicBytes(callData));
            this.target = target;
            this.allowFailure = allowFailure;
            this.callData = callData;
        }

        public Call3(Address target, Bool allowFailure, DynamicBytes callData) {
            super(target, allowFailure, callData);
            this.target = target.getValue();
            this.allowFailure = allowFailure.getValue();
            this.callData = callData.getValue();
        }
    }

    public static class Result extends DynamicStruct {
        public Boolean success;

        public byte[] returnData;

        public Result(Boolean success, byte[] returnData) {
            super(new org.web3j.abi.datatypes.Bool(success), 
                    new org.web3j.abi.datatypes.DynamicBytes(returnData));
            this.success = success;
            this.returnData = returnData;
        }

        public Result(Bool success, DynamicBytes returnData) {
            super(success, returnData);
            this.success = success.getValue();
            this.returnData = returnData.getValue();
        }
    }

    public static class Call3Value extends DynamicStruct {
        public String target;

        public Boolean allowFailure;

        public BigInteger value;

        public byte[] callData;

        public Call3Value(String target, Boolean allowFailure, BigInteger value, byte[] callData) {
            super(new org.web3j.abi.datatypes.Address(160, target), 
                    new org.web3j.abi.datatypes.Bool(allowFailure), 
                    new org.web3j.abi.datatypes.generated.Uint256(value), 
                    new org.web3j.abi.datatypes.DynamicBytes(callData));
            this.target = target;
            this.allowFailure = allowFailure;
            this.value = value;
            this.callData = callData;
        }

        public Call3Value(Address target, Bool allowFailure, Uint256 value, DynamicBytes callData) {
            super(target, allowFailure, value, callData);
            this.target = target.getValue();
            this.allowFailure = allowFailure.getValue();
            this.value = value.getValue();
            this.callData = callData.getValue();
        }
    }
}
