package io.quorate.contracts.wrappers;

import io.reactivex.Flowable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import javax.annotation.processing.Generated;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.CustomError;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.RemoteCall;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.BaseEventResponse;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.tuples.generated.Tuple2;
import org.web3j.tuples.generated.Tuple4;
import org.web3j.tuples.generated.Tuple5;
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
public class Permissions extends Contract {
    public static final String BINARY = "6080604052348015600e575f5ffd5b5061201f8061001c5f395ff3fe608060405234801561000f575f5ffd5b50600436106101fd575f3560e01c80638a00a2c011610114578063c620a649116100a9578063e11eb98d11610079578063e11eb98d146105a5578063e6824a6514610624578063ee76bfb21461062c578063f34ea3641461063f578063fb42fc4a14610577575f5ffd5b8063c620a6491461056f578063c7cd916014610577578063c8182f491461057f578063cf9b680b14610592575f5ffd5b8063a855465f116100e4578063a855465f146104fe578063af25a95a14610523578063bb88b76914610536578063c4740a951461055c575f5ffd5b80638a00a2c01461044d578063903d295814610261578063a50e639214610460578063a7310b5814610483575f5ffd5b806337499ff71161019557806352f6747a1161016557806352f6747a146103a15780635f72155f146103c25780637043eed1146103d55780637dd86017146104325780638736381a14610445575f5ffd5b806337499ff7146103285780633ef5459214610353578063460073e5146103665780634ddaa2f214610379575f5ffd5b806315e3becb116101d057806315e3becb146102a8578063253f6fc2146102c857806330661016146102db578063351897e214610300575f5ffd5b8063099be9491461020157806309fcf687146102615780631254e3921461027b57806314bc86fe14610293575b5f5ffd5b61024361020f366004611a6b565b6001600160a01b0382165f9081526004602090815260408083208484529091529020546001811615159060101c9250929050565b60408051921515835260ff9091166020830152015b60405180910390f35b610269600181565b60405160ff9091168152602001610258565b6102856201000081565b604051908152602001610258565b6102a66102a1366004611aa1565b610652565b005b6102bb6102b6366004611abc565b6106f4565b6040516102589190611adc565b6102a66102d6366004611b36565b61070b565b6102856102e9366004611b95565b63ffffffff165f9081526005602052604090205490565b61028561030e366004611bae565b6001600160a01b03165f9081526002602052604090205490565b61033b610336366004611bde565b6107c9565b6040516001600160a01b039091168152602001610258565b6102a6610361366004611aa1565b61099f565b6102bb610374366004611c0f565b610a3d565b610285610387366004611bae565b6001600160a01b03165f9081526001602052604090205490565b5f546040805160ff8084168252610100909304909216602083015201610258565b6102a66103d0366004611c3f565b610a69565b61041b6103e3366004611c67565b6001600160a01b038083165f908152600360209081526040808320938516835292905220546001811615159060021615159250929050565b604080519215158352901515602083015201610258565b6102a6610440366004611c8f565b610ab0565b600754610285565b6102a661045b366004611ce0565b610b44565b61047361046e366004611d47565b610c69565b6040519015158152602001610258565b6104cd610491366004611bae565b6001600160a01b03165f9081526001602090815260409091205463ffffffff8116929181901c91600160281b8216151591600160291b16151590565b6040805163ffffffff909516855260ff90931660208501529015159183019190915215156060820152608001610258565b61028561050c366004611b95565b63ffffffff165f9081526006602052604090205490565b61033b610531366004611d6f565b610cc4565b7f3bd2e8dc31077fde004447068d68d21ca9d46e1f5ba82dc65343ec0628563949610285565b6102a661056a366004611bae565b610dcf565b610269600481565b610269600281565b6102a661058d366004611d47565b610e37565b6102a66105a0366004611d88565b610e72565b6105ed6105b3366004611bae565b6001600160a01b03165f908152600260208181526040909220549182901c9260018316151592600881901c92811615159160109190911c90565b6040805163ffffffff9096168652931515602086015260ff928316938501939093521515606084015216608082015260a001610258565b610269600881565b6102a661063a366004611dcc565b610f3e565b6102a661064d366004611e4d565b610fa6565b336151021461067b5760405163ab1e998f60e01b81523360048201526024015b60405180910390fd5b600f8160ff1611156106ac57604051631d259f5d60e21b815260ff82166004820152600f6024820152604401610672565b5f805460ff191660ff83169081179091556040519081527f6944796129249c4a44a38324ec274c983ea0684884d33e63b89f186ad23481f8906020015b60405180910390a150565b60606107026007848461106a565b90505b92915050565b61071484611140565b601f60ff8216111561074557604051631d259f5d60e21b815260ff82166004820152601f6024820152604401610672565b81610750575f61075c565b60108160ff16901b6001175b6001600160a01b0385165f818152600460209081526040808320888452825291829020939093558051851515815260ff85169381019390935285927fde0fe253c0ea4d6364468d8c24134dbea2064603db5d10e51b6bebacb155519091015b60405180910390a350505050565b5f60608267ffffffffffffffff165f036107fb57506040805180820190915260018152600160ff1b6020820152610958565b60808367ffffffffffffffff16101561083e576040516001600160f81b031960f885901b1660208201526021016040516020818303038152906040529050610958565b60015b61084c816008611ea1565b8467ffffffffffffffff16901c67ffffffffffffffff165f141580156108725750600881105b15610889578061088181611eb8565b915050610841565b6040805160c086901b6001600160c01b03191660208201528151600881830301815260289091019091526108be826080611ed0565b6040516020016108e1919060f89190911b6001600160f81b031916815260010190565b60408051601f1981840301815291905292505f6108ff836008611ee3565b90505b6008811015610954578382828151811061091e5761091e611ef6565b602001015160f81c60f81b60405160200161093a929190611f21565b60408051601f198184030181529190529350600101610902565b5050505b5f815160d56109679190611ed0565b6094868460405160200161097e9493929190611f45565b60408051808303601f19018152919052805160209091012095945050505050565b33615102146109c35760405163ab1e998f60e01b8152336004820152602401610672565b60038160ff1611156109f457604051631d259f5d60e21b815260ff8216600482015260036024820152604401610672565b5f805461ff00191661010060ff8416908102919091179091556040519081527ff857c9be1ef17dd30cce4bf2800d4eeff86f823a5d27f0852179129f5722d43b906020016106e9565b63ffffffff83165f908152600560205260409020606090610a5f90848461106a565b90505b9392505050565b5f610a73836111a5565b9050610a8663ffffffff821660016111f7565b610aab838284610a9f5765010000000000198416611244565b600160281b8417611244565b505050565b610ab984611140565b80610ac4575f610ac7565b60025b82610ad2575f610ad5565b60015b6001600160a01b038681165f818152600360209081526040808320948a16808452948252918290209490951760ff169093558251861515815285151594810194909452909290917f942bab58cbc4b24d39f08067f77a3af643f4121075468cc7e6a6ef1cd151cd4391016107bb565b610b4d85611140565b601f60ff84161115610b7e57604051631d259f5d60e21b815260ff84166004820152601f6024820152604401610672565b601f60ff82161115610baf57604051631d259f5d60e21b815260ff82166004820152601f6024820152604401610672565b5f63ffffffff19610bbf876112c6565b16601083901b62ff000016600886901b61ff0016171790508415610be1576001175b8215610beb576002175b6001600160a01b0386165f8181526002602052604090819020839055517f915a6727e8e9d130c6fdf8307017e96a1577a4e57dc0d7125a144ea9b18b522f90610c59908890889088908890931515845260ff9283166020850152901515604084015216606082015260800190565b60405180910390a2505050505050565b6001600160a01b0382165f9081526001602052604081205463ffffffff8316610c958263ffffffff1690565b63ffffffff16148015610cac5750610cac8161133b565b8015610cbc5750610cbc81611358565b949350505050565b5f5f610ccf336111a5565b905063ffffffff81166003602083901c161580610cf25750610cf082611358565b155b15610d125760405163fa5cd00f60e01b8152336004820152602401610672565b610d1c33856107c9565b9250826001600160a01b03163b5f03610d53576040516333a2905b60e11b81526001600160a01b0384166004820152602401610672565b6001600160a01b0383165f9081526002602052604090205415610dbe576001600160a01b0383165f9081526002602090815260409091205484911c604051631770628f60e21b81526001600160a01b03909216600483015263ffffffff166024820152604401610672565b610dc883826113e7565b5050919050565b5f610dd9826111a5565b905063ffffffff8116610ded8160016111f7565b610df78383611508565b60405163ffffffff8216906001600160a01b038516907f9c3539e0c1de6767fd434875e4b509761583b96720d6838b079e390a93aa9f2e905f90a3505050565b3361510214610e5b5760405163ab1e998f60e01b8152336004820152602401610672565b610e648261165b565b610e6e82826113e7565b5050565b610e7d8260016111f7565b6040516331ff7d2960e01b815263ffffffff831660048201525f90615100906331ff7d2990602401602060405180830381865afa158015610ec0573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610ee49190611f91565b905060ff8116600114801590610efe575060ff8116600214155b15610f2d57604051631314f8ef60e21b815263ffffffff8416600482015260ff82166024820152604401610672565b610f38848484611691565b50505050565b3361510014610f6257604051635e0de29560e01b8152336004820152602401610672565b5f5b81811015610f3857610f9e838383818110610f8157610f81611ef6565b9050602002016020810190610f969190611bae565b856001611691565b600101610f64565b3361510014610fca57604051635e0de29560e01b8152336004820152602401610672565b6001600160a01b0383165f908152600160205260408120549063ffffffff82169003610ff95763ffffffff8316175b8161100d5765020000000000198116611015565b600160291b81175b6001600160a01b0385165f818152600160209081526040918290209390935551841515815263ffffffff8616927f4dab30cc11dd6cde1e4211e9059a97957087f528bebbecf3bad2e5803eacb07891016107bb565b60605f61107c848487805490506118d9565b90506110888482611ee3565b67ffffffffffffffff8111156110a0576110a0611fac565b6040519080825280602002602001820160405280156110c9578160200160208202803683370190505b509150835b81811015611137578581815481106110e8576110e8611ef6565b5f918252602090912001546001600160a01b0316836111078784611ee3565b8151811061111757611117611ef6565b6001600160a01b03909216602092830291909101909101526001016110ce565b50509392505050565b6111498161165b565b33615102146111a2576001600160a01b0381165f908152600260209081526040822054901c9063ffffffff821690036111975760405163fa5cd00f60e01b8152336004820152602401610672565b610e6e8160026111f7565b50565b6001600160a01b0381165f908152600160205260408120549063ffffffff60401b821690036111f2576040516307363e4960e31b81526001600160a01b0383166004820152602401610672565b919050565b615101193301611205575050565b5f546101009004811660ff16158061122457506112223383610c69565b155b15610e6e5760405163fa5cd00f60e01b8152336004820152602401610672565b61125683838363ffffffff8116611916565b6001600160a01b0383165f81815260016020908152604091829020849055815160ff85831c168152600160281b8516151591810191909152815163ffffffff851693927f0a51fcd0049ac19e779c15d9210d305139ed49f09374db03cdf2a596ace64c2a928290030190a3505050565b6001600160a01b0381165f90815260026020526040812054908190036111f25750600780546001810182555f8290527fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c6880180546001600160a01b0384166001600160a01b03199091161790555460401b919050565b5f640100000000821615801590610705575050600160281b161590565b5f600160281b8216158015610705575060016151006331ff7d2963ffffffff85166040516001600160e01b031960e084901b16815263ffffffff919091166004820152602401602060405180830381865afa1580156113b9573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906113dd9190611f91565b60ff161492915050565b63ffffffff811615611493576040516331ff7d2960e01b815263ffffffff821660048201525f90615100906331ff7d2990602401602060405180830381865afa158015611436573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061145a9190611f91565b905060ff811660011461149157604051631314f8ef60e21b815263ffffffff8316600482015260ff82166024820152604401610672565b505b67ffffffff00000000602082901b1667ffffffff00000000196114b5846112c6565b6001600160a01b0385165f8181526002602052604080822094909316949094179092555163ffffffff8416927f1a805dbac6da67230db0ba81f75467c28f892df0ee700f1abf45ca53367a637f91a35050565b63ffffffff81165f600160291b83161561152e578163ffffffff16600160291b17611530565b5f5b905061153e84848385611916565b63ffffffff82165f9081526005602052604081208054909190829061156590600190611ee3565b8154811061157557611575611ef6565b5f918252602090912001546001600160a01b0316905063ffffffff60401b851681836115ac600160408a901c63ffffffff16611ee3565b815481106115bc576115bc611ef6565b5f91825260208083209190910180546001600160a01b0319166001600160a01b03948516179055918416815260019091526040902080546bffffffff0000000000000000191682179055825483908061161757611617611fc0565b5f828152602080822083015f1990810180546001600160a01b03191690559092019092556001600160a01b0398909816815260019097525050604090942055505050565b6151ff6001600160a01b038216116111a257604051632f27694360e21b81526001600160a01b0382166004820152602401610672565b601f60ff821611156116c257604051631d259f5d60e21b815260ff82166004820152601f6024820152604401610672565b6001600160a01b0383166116f4576040516307363e4960e31b81526001600160a01b0384166004820152602401610672565b6001600160a01b0383165f9081526001602052604090205463ffffffff808216908416811480159061172b575063ffffffff811615155b1561180a576040516331ff7d2960e01b815263ffffffff82166004820152600390615100906331ff7d2990602401602060405180830381865afa158015611774573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906117989190611f91565b60ff16146117d057604051632cac44b160e11b81526001600160a01b038616600482015263ffffffff82166024820152604401610672565b63ffffffff60401b8216156117e9576117e98583611508565b6001600160a01b0385165f90815260016020526040902054600160291b1691505b63ffffffff8416602084901b64ff00000000161764ffffffffff1983161763ffffffff60401b83165f036118c65763ffffffff85165f908152600560205260409020805462010000116118965760408051635f4f822d60e11b8152600481019190915260086044820152676163636f756e747360c01b6064820152620100006024820152608401610672565b80546001810182555f828152602090200180546001600160a01b0319166001600160a01b0389161790555460401b175b6118d1868483611244565b505050505050565b5f60808311156118e857608092505b8184106118f6575082610a62565b6119008483611ee3565b831061190c5781610a5f565b610a5f8385611ed0565b5f6119208461133b565b90505f61192c8461133b565b9050808015611939575081155b156119685763ffffffff83165f90815260066020526040812080549161195e83611eb8565b91905055506118d1565b818015611973575080155b156118d15763ffffffff83165f9081526006602052604081208054829061199990611fd4565b9182905550905080158015611a1757506040516331ff7d2960e01b815263ffffffff85166004820152600390615100906331ff7d2990602401602060405180830381865afa1580156119ed573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611a119190611f91565b60ff1614155b15611a4c5760405163f8b24e3b60e01b81526001600160a01b038816600482015263ffffffff85166024820152604401610672565b50505050505050565b80356001600160a01b03811681146111f2575f5ffd5b5f5f60408385031215611a7c575f5ffd5b611a8583611a55565b946020939093013593505050565b60ff811681146111a2575f5ffd5b5f60208284031215611ab1575f5ffd5b8135610a6281611a93565b5f5f60408385031215611acd575f5ffd5b50508035926020909101359150565b602080825282518282018190525f918401906040840190835b81811015611b1c5783516001600160a01b0316835260209384019390920191600101611af5565b509095945050505050565b803580151581146111f2575f5ffd5b5f5f5f5f60808587031215611b49575f5ffd5b611b5285611a55565b935060208501359250611b6760408601611b27565b91506060850135611b7781611a93565b939692955090935050565b803563ffffffff811681146111f2575f5ffd5b5f60208284031215611ba5575f5ffd5b61070282611b82565b5f60208284031215611bbe575f5ffd5b61070282611a55565b803567ffffffffffffffff811681146111f2575f5ffd5b5f5f60408385031215611bef575f5ffd5b611bf883611a55565b9150611c0660208401611bc7565b90509250929050565b5f5f5f60608486031215611c21575f5ffd5b611c2a84611b82565b95602085013595506040909401359392505050565b5f5f60408385031215611c50575f5ffd5b611c5983611a55565b9150611c0660208401611b27565b5f5f60408385031215611c78575f5ffd5b611c8183611a55565b9150611c0660208401611a55565b5f5f5f5f60808587031215611ca2575f5ffd5b611cab85611a55565b9350611cb960208601611a55565b9250611cc760408601611b27565b9150611cd560608601611b27565b905092959194509250565b5f5f5f5f5f60a08688031215611cf4575f5ffd5b611cfd86611a55565b9450611d0b60208701611b27565b93506040860135611d1b81611a93565b9250611d2960608701611b27565b91506080860135611d3981611a93565b809150509295509295909350565b5f5f60408385031215611d58575f5ffd5b611d6183611a55565b9150611c0660208401611b82565b5f60208284031215611d7f575f5ffd5b61070282611bc7565b5f5f5f60608486031215611d9a575f5ffd5b611da384611a55565b9250611db160208501611b82565b91506040840135611dc181611a93565b809150509250925092565b5f5f5f60408486031215611dde575f5ffd5b611de784611b82565b9250602084013567ffffffffffffffff811115611e02575f5ffd5b8401601f81018613611e12575f5ffd5b803567ffffffffffffffff811115611e28575f5ffd5b8660208260051b8401011115611e3c575f5ffd5b939660209190910195509293505050565b5f5f5f60608486031215611e5f575f5ffd5b611e6884611a55565b9250611e7660208501611b82565b9150611e8460408501611b27565b90509250925092565b634e487b7160e01b5f52601160045260245ffd5b808202811582820484141761070557610705611e8d565b5f60018201611ec957611ec9611e8d565b5060010190565b8082018082111561070557610705611e8d565b8181038181111561070557610705611e8d565b634e487b7160e01b5f52603260045260245ffd5b5f81518060208401855e5f93019283525090919050565b5f611f2c8285611f0a565b6001600160f81b03199390931683525050600101919050565b6001600160f81b031960f886811b8216835285901b1660018201526bffffffffffffffffffffffff19606084901b1660028201525f611f876016830184611f0a565b9695505050505050565b5f60208284031215611fa1575f5ffd5b8151610a6281611a93565b634e487b7160e01b5f52604160045260245ffd5b634e487b7160e01b5f52603160045260245ffd5b5f81611fe257611fe2611e8d565b505f19019056fea264697066735822122079ea831fd3cce9dd2e8a260bc60ccf1003a9a3ff6c610bad2d7241ad1ec76bb064736f6c63430008250033";

    private static String librariesLinkedBinary;

    public static final String FUNC_ACCOUNTS_MAX = "ACCOUNTS_MAX";

    public static final String FUNC_ENFORCE_CONTRACTS = "ENFORCE_CONTRACTS";

    public static final String FUNC_ENFORCE_DEPLOYERS = "ENFORCE_DEPLOYERS";

    public static final String FUNC_ENFORCE_READERS = "ENFORCE_READERS";

    public static final String FUNC_ENFORCE_SENDERS = "ENFORCE_SENDERS";

    public static final String FUNC_SELF_ACCOUNTS = "SELF_ACCOUNTS";

    public static final String FUNC_SELF_CONTRACTS = "SELF_CONTRACTS";

    public static final String FUNC_ACCOUNTCOUNT = "accountCount";

    public static final String FUNC_ACCOUNTINFO = "accountInfo";

    public static final String FUNC_ACCOUNTWORD = "accountWord";

    public static final String FUNC_ACCOUNTS = "accounts";

    public static final String FUNC_ADMINCOUNT = "adminCount";

    public static final String FUNC_CLAIMCONTRACT = "claimContract";

    public static final String FUNC_CONTRACTCOUNT = "contractCount";

    public static final String FUNC_CONTRACTINFO = "contractInfo";

    public static final String FUNC_CONTRACTWORD = "contractWord";

    public static final String FUNC_CONTRACTS = "contracts";

    public static final String FUNC_DEPLOYEDAT = "deployedAt";

    public static final String FUNC_ENROL = "enrol";

    public static final String FUNC_ISADMINOF = "isAdminOf";

    public static final String FUNC_LISTED = "listed";

    public static final String FUNC_READRULE = "readRule";

    public static final String FUNC_REMOVEACCOUNT = "removeAccount";

    public static final String FUNC_RULES = "rules";

    public static final String FUNC_SETCONTRACTOWNER = "setContractOwner";

    public static final String FUNC_SETCONTRACTRULE = "setContractRule";

    public static final String FUNC_SETENFORCED = "setEnforced";

    public static final String FUNC_SETLISTED = "setListed";

    public static final String FUNC_SETNODEACCOUNT = "setNodeAccount";

    public static final String FUNC_SETREADRULE = "setReadRule";

    public static final String FUNC_SETROLES = "setRoles";

    public static final String FUNC_SETSELFSERVICE = "setSelfService";

    public static final String FUNC_SETSUSPENDED = "setSuspended";

    public static final String FUNC_SYSTEMCONTRACT = "systemContract";

    public static final CustomError LASTADMIN_ERROR = new CustomError("LastAdmin", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}, new TypeReference<Uint32>() {}));
    ;

    public static final CustomError LIMITREACHED_ERROR = new CustomError("LimitReached", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Utf8String>() {}, new TypeReference<Uint256>() {}));
    ;

    public static final CustomError NOCODE_ERROR = new CustomError("NoCode", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError NOSUCHACCOUNT_ERROR = new CustomError("NoSuchAccount", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError NOSUCHORGANISATION_ERROR = new CustomError("NoSuchOrganisation", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Uint32>() {}, new TypeReference<Uint8>() {}));
    ;

    public static final CustomError NOTALLOWED_ERROR = new CustomError("NotAllowed", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError ONLYEXECUTION_ERROR = new CustomError("OnlyExecution", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError ONLYGOVERNANCE_ERROR = new CustomError("OnlyGovernance", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError ONLYREGISTRY_ERROR = new CustomError("OnlyRegistry", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError OTHERORGANISATION_ERROR = new CustomError("OtherOrganisation", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}, new TypeReference<Uint32>() {}));
    ;

    public static final CustomError OWNEDALREADY_ERROR = new CustomError("OwnedAlready", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}, new TypeReference<Uint32>() {}));
    ;

    public static final CustomError SYSTEMADDRESS_ERROR = new CustomError("SystemAddress", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
    ;

    public static final CustomError WRONGFLAGS_ERROR = new CustomError("WrongFlags", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}, new TypeReference<Uint8>() {}));
    ;

    public static final Event ACCOUNTCHANGED_EVENT = new Event("AccountChanged", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Uint32>(true) {}, new TypeReference<Uint8>() {}, new TypeReference<Bool>() {}));
    ;

    public static final Event ACCOUNTLISTED_EVENT = new Event("AccountListed", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Address>(true) {}, new TypeReference<Bool>() {}, new TypeReference<Bool>() {}));
    ;

    public static final Event ACCOUNTREMOVED_EVENT = new Event("AccountRemoved", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Uint32>(true) {}));
    ;

    public static final Event CONTRACTOWNED_EVENT = new Event("ContractOwned", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Uint32>(true) {}));
    ;

    public static final Event CONTRACTRESTRICTED_EVENT = new Event("ContractRestricted", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Bool>() {}, new TypeReference<Uint8>() {}, new TypeReference<Bool>() {}, new TypeReference<Uint8>() {}));
    ;

    public static final Event NODEACCOUNTCHANGED_EVENT = new Event("NodeAccountChanged", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Uint32>(true) {}, new TypeReference<Bool>() {}));
    ;

    public static final Event READRULECHANGED_EVENT = new Event("ReadRuleChanged", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Address>(true) {}, new TypeReference<Bytes32>(true) {}, new TypeReference<Bool>() {}, new TypeReference<Uint8>() {}));
    ;

    public static final Event RULESENFORCED_EVENT = new Event("RulesEnforced", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
    ;

    public static final Event SELFSERVICECHANGED_EVENT = new Event("SelfServiceChanged", 
            Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
    ;

    @Deprecated
    protected Permissions(String contractAddress, Web3j web3j, Credentials credentials,
            BigInteger gasPrice, BigInteger gasLimit) {
        super(BINARY, contractAddress, web3j, credentials, gasPrice, gasLimit);
    }

    protected Permissions(String contractAddress, Web3j web3j, Credentials credentials,
            ContractGasProvider contractGasProvider) {
        super(BINARY, contractAddress, web3j, credentials, contractGasProvider);
    }

    @Deprecated
    protected Permissions(String contractAddress, Web3j web3j,
            TransactionManager transactionManager, BigInteger gasPrice, BigInteger gasLimit) {
        super(BINARY, contractAddress, web3j, transactionManager, gasPrice, gasLimit);
    }

    protected Permissions(String contractAddress, Web3j web3j,
            TransactionManager transactionManager, ContractGasProvider contractGasProvider) {
        super(BINARY, contractAddress, web3j, transactionManager, contractGasProvider);
    }

    public static List<AccountChangedEventResponse> getAccountChangedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(ACCOUNTCHANGED_EVENT, transactionReceipt);
        ArrayList<AccountChangedEventResponse> responses = new ArrayList<AccountChangedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            AccountChangedEventResponse typedResponse = new AccountChangedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.account = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
            typedResponse.roles = (BigInteger) eventValues.getNonIndexedValues().get(0).getValue();
            typedResponse.suspended = (Boolean) eventValues.getNonIndexedValues().get(1).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static AccountChangedEventResponse getAccountChangedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(ACCOUNTCHANGED_EVENT, log);
        AccountChangedEventResponse typedResponse = new AccountChangedEventResponse();
        typedResponse.log = log;
        typedResponse.account = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
        typedResponse.roles = (BigInteger) eventValues.getNonIndexedValues().get(0).getValue();
        typedResponse.suspended = (Boolean) eventValues.getNonIndexedValues().get(1).getValue();
        return typedResponse;
    }

    public Flowable<AccountChangedEventResponse> accountChangedEventFlowable(EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getAccountChangedEventFromLog(log));
    }

    public Flowable<AccountChangedEventResponse> accountChangedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(ACCOUNTCHANGED_EVENT));
        return accountChangedEventFlowable(filter);
    }

    public static List<AccountListedEventResponse> getAccountListedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(ACCOUNTLISTED_EVENT, transactionReceipt);
        ArrayList<AccountListedEventResponse> responses = new ArrayList<AccountListedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            AccountListedEventResponse typedResponse = new AccountListedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.account = (String) eventValues.getIndexedValues().get(1).getValue();
            typedResponse.mayCall = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
            typedResponse.mayRead = (Boolean) eventValues.getNonIndexedValues().get(1).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static AccountListedEventResponse getAccountListedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(ACCOUNTLISTED_EVENT, log);
        AccountListedEventResponse typedResponse = new AccountListedEventResponse();
        typedResponse.log = log;
        typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.account = (String) eventValues.getIndexedValues().get(1).getValue();
        typedResponse.mayCall = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
        typedResponse.mayRead = (Boolean) eventValues.getNonIndexedValues().get(1).getValue();
        return typedResponse;
    }

    public Flowable<AccountListedEventResponse> accountListedEventFlowable(EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getAccountListedEventFromLog(log));
    }

    public Flowable<AccountListedEventResponse> accountListedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(ACCOUNTLISTED_EVENT));
        return accountListedEventFlowable(filter);
    }

    public static List<AccountRemovedEventResponse> getAccountRemovedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(ACCOUNTREMOVED_EVENT, transactionReceipt);
        ArrayList<AccountRemovedEventResponse> responses = new ArrayList<AccountRemovedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            AccountRemovedEventResponse typedResponse = new AccountRemovedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.account = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static AccountRemovedEventResponse getAccountRemovedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(ACCOUNTREMOVED_EVENT, log);
        AccountRemovedEventResponse typedResponse = new AccountRemovedEventResponse();
        typedResponse.log = log;
        typedResponse.account = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
        return typedResponse;
    }

    public Flowable<AccountRemovedEventResponse> accountRemovedEventFlowable(EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getAccountRemovedEventFromLog(log));
    }

    public Flowable<AccountRemovedEventResponse> accountRemovedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(ACCOUNTREMOVED_EVENT));
        return accountRemovedEventFlowable(filter);
    }

    public static List<ContractOwnedEventResponse> getContractOwnedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(CONTRACTOWNED_EVENT, transactionReceipt);
        ArrayList<ContractOwnedEventResponse> responses = new ArrayList<ContractOwnedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            ContractOwnedEventResponse typedResponse = new ContractOwnedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static ContractOwnedEventResponse getContractOwnedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(CONTRACTOWNED_EVENT, log);
        ContractOwnedEventResponse typedResponse = new ContractOwnedEventResponse();
        typedResponse.log = log;
        typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
        return typedResponse;
    }

    public Flowable<ContractOwnedEventResponse> contractOwnedEventFlowable(EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getContractOwnedEventFromLog(log));
    }

    public Flowable<ContractOwnedEventResponse> contractOwnedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(CONTRACTOWNED_EVENT));
        return contractOwnedEventFlowable(filter);
    }

    public static List<ContractRestrictedEventResponse> getContractRestrictedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(CONTRACTRESTRICTED_EVENT, transactionReceipt);
        ArrayList<ContractRestrictedEventResponse> responses = new ArrayList<ContractRestrictedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            ContractRestrictedEventResponse typedResponse = new ContractRestrictedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.restricted = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
            typedResponse.callRoles = (BigInteger) eventValues.getNonIndexedValues().get(1).getValue();
            typedResponse.readRestricted = (Boolean) eventValues.getNonIndexedValues().get(2).getValue();
            typedResponse.readRoles = (BigInteger) eventValues.getNonIndexedValues().get(3).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static ContractRestrictedEventResponse getContractRestrictedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(CONTRACTRESTRICTED_EVENT, log);
        ContractRestrictedEventResponse typedResponse = new ContractRestrictedEventResponse();
        typedResponse.log = log;
        typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.restricted = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
        typedResponse.callRoles = (BigInteger) eventValues.getNonIndexedValues().get(1).getValue();
        typedResponse.readRestricted = (Boolean) eventValues.getNonIndexedValues().get(2).getValue();
        typedResponse.readRoles = (BigInteger) eventValues.getNonIndexedValues().get(3).getValue();
        return typedResponse;
    }

    public Flowable<ContractRestrictedEventResponse> contractRestrictedEventFlowable(
            EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getContractRestrictedEventFromLog(log));
    }

    public Flowable<ContractRestrictedEventResponse> contractRestrictedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(CONTRACTRESTRICTED_EVENT));
        return contractRestrictedEventFlowable(filter);
    }

    public static List<NodeAccountChangedEventResponse> getNodeAccountChangedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(NODEACCOUNTCHANGED_EVENT, transactionReceipt);
        ArrayList<NodeAccountChangedEventResponse> responses = new ArrayList<NodeAccountChangedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            NodeAccountChangedEventResponse typedResponse = new NodeAccountChangedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.account = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
            typedResponse.node = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static NodeAccountChangedEventResponse getNodeAccountChangedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(NODEACCOUNTCHANGED_EVENT, log);
        NodeAccountChangedEventResponse typedResponse = new NodeAccountChangedEventResponse();
        typedResponse.log = log;
        typedResponse.account = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.organisation = (BigInteger) eventValues.getIndexedValues().get(1).getValue();
        typedResponse.node = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
        return typedResponse;
    }

    public Flowable<NodeAccountChangedEventResponse> nodeAccountChangedEventFlowable(
            EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getNodeAccountChangedEventFromLog(log));
    }

    public Flowable<NodeAccountChangedEventResponse> nodeAccountChangedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(NODEACCOUNTCHANGED_EVENT));
        return nodeAccountChangedEventFlowable(filter);
    }

    public static List<ReadRuleChangedEventResponse> getReadRuleChangedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(READRULECHANGED_EVENT, transactionReceipt);
        ArrayList<ReadRuleChangedEventResponse> responses = new ArrayList<ReadRuleChangedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            ReadRuleChangedEventResponse typedResponse = new ReadRuleChangedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
            typedResponse.key = (byte[]) eventValues.getIndexedValues().get(1).getValue();
            typedResponse.set = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
            typedResponse.roles = (BigInteger) eventValues.getNonIndexedValues().get(1).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static ReadRuleChangedEventResponse getReadRuleChangedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(READRULECHANGED_EVENT, log);
        ReadRuleChangedEventResponse typedResponse = new ReadRuleChangedEventResponse();
        typedResponse.log = log;
        typedResponse.target = (String) eventValues.getIndexedValues().get(0).getValue();
        typedResponse.key = (byte[]) eventValues.getIndexedValues().get(1).getValue();
        typedResponse.set = (Boolean) eventValues.getNonIndexedValues().get(0).getValue();
        typedResponse.roles = (BigInteger) eventValues.getNonIndexedValues().get(1).getValue();
        return typedResponse;
    }

    public Flowable<ReadRuleChangedEventResponse> readRuleChangedEventFlowable(EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getReadRuleChangedEventFromLog(log));
    }

    public Flowable<ReadRuleChangedEventResponse> readRuleChangedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(READRULECHANGED_EVENT));
        return readRuleChangedEventFlowable(filter);
    }

    public static List<RulesEnforcedEventResponse> getRulesEnforcedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(RULESENFORCED_EVENT, transactionReceipt);
        ArrayList<RulesEnforcedEventResponse> responses = new ArrayList<RulesEnforcedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            RulesEnforcedEventResponse typedResponse = new RulesEnforcedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.enforced = (BigInteger) eventValues.getNonIndexedValues().get(0).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static RulesEnforcedEventResponse getRulesEnforcedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(RULESENFORCED_EVENT, log);
        RulesEnforcedEventResponse typedResponse = new RulesEnforcedEventResponse();
        typedResponse.log = log;
        typedResponse.enforced = (BigInteger) eventValues.getNonIndexedValues().get(0).getValue();
        return typedResponse;
    }

    public Flowable<RulesEnforcedEventResponse> rulesEnforcedEventFlowable(EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getRulesEnforcedEventFromLog(log));
    }

    public Flowable<RulesEnforcedEventResponse> rulesEnforcedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(RULESENFORCED_EVENT));
        return rulesEnforcedEventFlowable(filter);
    }

    public static List<SelfServiceChangedEventResponse> getSelfServiceChangedEvents(
            TransactionReceipt transactionReceipt) {
        List<Contract.EventValuesWithLog> valueList = staticExtractEventParametersWithLog(SELFSERVICECHANGED_EVENT, transactionReceipt);
        ArrayList<SelfServiceChangedEventResponse> responses = new ArrayList<SelfServiceChangedEventResponse>(valueList.size());
        for (Contract.EventValuesWithLog eventValues : valueList) {
            SelfServiceChangedEventResponse typedResponse = new SelfServiceChangedEventResponse();
            typedResponse.log = eventValues.getLog();
            typedResponse.flags = (BigInteger) eventValues.getNonIndexedValues().get(0).getValue();
            responses.add(typedResponse);
        }
        return responses;
    }

    public static SelfServiceChangedEventResponse getSelfServiceChangedEventFromLog(Log log) {
        Contract.EventValuesWithLog eventValues = staticExtractEventParametersWithLog(SELFSERVICECHANGED_EVENT, log);
        SelfServiceChangedEventResponse typedResponse = new SelfServiceChangedEventResponse();
        typedResponse.log = log;
        typedResponse.flags = (BigInteger) eventValues.getNonIndexedValues().get(0).getValue();
        return typedResponse;
    }

    public Flowable<SelfServiceChangedEventResponse> selfServiceChangedEventFlowable(
            EthFilter filter) {
        return web3j.ethLogFlowable(filter).map(log -> getSelfServiceChangedEventFromLog(log));
    }

    public Flowable<SelfServiceChangedEventResponse> selfServiceChangedEventFlowable(
            DefaultBlockParameter startBlock, DefaultBlockParameter endBlock) {
        EthFilter filter = new EthFilter(startBlock, endBlock, getContractAddress());
        filter.addSingleTopic(EventEncoder.encode(SELFSERVICECHANGED_EVENT));
        return selfServiceChangedEventFlowable(filter);
    }

    public RemoteFunctionCall<BigInteger> ACCOUNTS_MAX() {
        final Function function = new Function(FUNC_ACCOUNTS_MAX, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> ENFORCE_CONTRACTS() {
        final Function function = new Function(FUNC_ENFORCE_CONTRACTS, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> ENFORCE_DEPLOYERS() {
        final Function function = new Function(FUNC_ENFORCE_DEPLOYERS, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> ENFORCE_READERS() {
        final Function function = new Function(FUNC_ENFORCE_READERS, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> ENFORCE_SENDERS() {
        final Function function = new Function(FUNC_ENFORCE_SENDERS, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> SELF_ACCOUNTS() {
        final Function function = new Function(FUNC_SELF_ACCOUNTS, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> SELF_CONTRACTS() {
        final Function function = new Function(FUNC_SELF_CONTRACTS, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<BigInteger> accountCount(BigInteger organisation) {
        final Function function = new Function(FUNC_ACCOUNTCOUNT, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint32(organisation)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<Tuple4<BigInteger, BigInteger, Boolean, Boolean>> accountInfo(
            String account) {
        final Function function = new Function(FUNC_ACCOUNTINFO, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint32>() {}, new TypeReference<Uint8>() {}, new TypeReference<Bool>() {}, new TypeReference<Bool>() {}));
        return new RemoteFunctionCall<Tuple4<BigInteger, BigInteger, Boolean, Boolean>>(function,
                new Callable<Tuple4<BigInteger, BigInteger, Boolean, Boolean>>() {
                    @Override
                    public Tuple4<BigInteger, BigInteger, Boolean, Boolean> call() throws
                            Exception {
                        List<Type> results = executeCallMultipleValueReturn(function);
                        return new Tuple4<BigInteger, BigInteger, Boolean, Boolean>(
                                (BigInteger) results.get(0).getValue(), 
                                (BigInteger) results.get(1).getValue(), 
                                (Boolean) results.get(2).getValue(), 
                                (Boolean) results.get(3).getValue());
                    }
                });
    }

    public RemoteFunctionCall<BigInteger> accountWord(String account) {
        final Function function = new Function(FUNC_ACCOUNTWORD, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<List> accounts(BigInteger organisation, BigInteger offset,
            BigInteger limit) {
        final Function function = new Function(FUNC_ACCOUNTS, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint32(organisation), 
                new org.web3j.abi.datatypes.generated.Uint256(offset), 
                new org.web3j.abi.datatypes.generated.Uint256(limit)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<DynamicArray<Address>>() {}));
        return new RemoteFunctionCall<List>(function,
                new Callable<List>() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public List call() throws Exception {
                        List<Type> result = (List<Type>) executeCallSingleValueReturn(function, List.class);
                        return convertToNative(result);
                    }
                });
    }

    public RemoteFunctionCall<BigInteger> adminCount(BigInteger organisation) {
        final Function function = new Function(FUNC_ADMINCOUNT, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint32(organisation)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<TransactionReceipt> claimContract(BigInteger nonce) {
        final Function function = new Function(
                FUNC_CLAIMCONTRACT, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint64(nonce)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<BigInteger> contractCount() {
        final Function function = new Function(FUNC_CONTRACTCOUNT, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<Tuple5<BigInteger, Boolean, BigInteger, Boolean, BigInteger>> contractInfo(
            String target) {
        final Function function = new Function(FUNC_CONTRACTINFO, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint32>() {}, new TypeReference<Bool>() {}, new TypeReference<Uint8>() {}, new TypeReference<Bool>() {}, new TypeReference<Uint8>() {}));
        return new RemoteFunctionCall<Tuple5<BigInteger, Boolean, BigInteger, Boolean, BigInteger>>(function,
                new Callable<Tuple5<BigInteger, Boolean, BigInteger, Boolean, BigInteger>>() {
                    @Override
                    public Tuple5<BigInteger, Boolean, BigInteger, Boolean, BigInteger> call()
                            throws Exception {
                        List<Type> results = executeCallMultipleValueReturn(function);
                        return new Tuple5<BigInteger, Boolean, BigInteger, Boolean, BigInteger>(
                                (BigInteger) results.get(0).getValue(), 
                                (Boolean) results.get(1).getValue(), 
                                (BigInteger) results.get(2).getValue(), 
                                (Boolean) results.get(3).getValue(), 
                                (BigInteger) results.get(4).getValue());
                    }
                });
    }

    public RemoteFunctionCall<BigInteger> contractWord(String target) {
        final Function function = new Function(FUNC_CONTRACTWORD, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint256>() {}));
        return executeRemoteCallSingleValueReturn(function, BigInteger.class);
    }

    public RemoteFunctionCall<List> contracts(BigInteger offset, BigInteger limit) {
        final Function function = new Function(FUNC_CONTRACTS, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint256(offset), 
                new org.web3j.abi.datatypes.generated.Uint256(limit)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<DynamicArray<Address>>() {}));
        return new RemoteFunctionCall<List>(function,
                new Callable<List>() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public List call() throws Exception {
                        List<Type> result = (List<Type>) executeCallSingleValueReturn(function, List.class);
                        return convertToNative(result);
                    }
                });
    }

    public RemoteFunctionCall<String> deployedAt(String deployer, BigInteger nonce) {
        final Function function = new Function(FUNC_DEPLOYEDAT, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, deployer), 
                new org.web3j.abi.datatypes.generated.Uint64(nonce)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Address>() {}));
        return executeRemoteCallSingleValueReturn(function, String.class);
    }

    public RemoteFunctionCall<TransactionReceipt> enrol(BigInteger organisation,
            List<String> admins) {
        final Function function = new Function(
                FUNC_ENROL, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint32(organisation), 
                new org.web3j.abi.datatypes.DynamicArray<org.web3j.abi.datatypes.Address>(
                        org.web3j.abi.datatypes.Address.class,
                        org.web3j.abi.Utils.typeMap(admins, org.web3j.abi.datatypes.Address.class))), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<Boolean> isAdminOf(String account, BigInteger organisation) {
        final Function function = new Function(FUNC_ISADMINOF, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account), 
                new org.web3j.abi.datatypes.generated.Uint32(organisation)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Bool>() {}));
        return executeRemoteCallSingleValueReturn(function, Boolean.class);
    }

    public RemoteFunctionCall<Tuple2<Boolean, Boolean>> listed(String target, String account) {
        final Function function = new Function(FUNC_LISTED, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target), 
                new org.web3j.abi.datatypes.Address(160, account)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Bool>() {}, new TypeReference<Bool>() {}));
        return new RemoteFunctionCall<Tuple2<Boolean, Boolean>>(function,
                new Callable<Tuple2<Boolean, Boolean>>() {
                    @Override
                    public Tuple2<Boolean, Boolean> call() throws Exception {
                        List<Type> results = executeCallMultipleValueReturn(function);
                        return new Tuple2<Boolean, Boolean>(
                                (Boolean) results.get(0).getValue(), 
                                (Boolean) results.get(1).getValue());
                    }
                });
    }

    public RemoteFunctionCall<Tuple2<Boolean, BigInteger>> readRule(String target, byte[] key) {
        final Function function = new Function(FUNC_READRULE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target), 
                new org.web3j.abi.datatypes.generated.Bytes32(key)), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Bool>() {}, new TypeReference<Uint8>() {}));
        return new RemoteFunctionCall<Tuple2<Boolean, BigInteger>>(function,
                new Callable<Tuple2<Boolean, BigInteger>>() {
                    @Override
                    public Tuple2<Boolean, BigInteger> call() throws Exception {
                        List<Type> results = executeCallMultipleValueReturn(function);
                        return new Tuple2<Boolean, BigInteger>(
                                (Boolean) results.get(0).getValue(), 
                                (BigInteger) results.get(1).getValue());
                    }
                });
    }

    public RemoteFunctionCall<TransactionReceipt> removeAccount(String account) {
        final Function function = new Function(
                FUNC_REMOVEACCOUNT, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<Tuple2<BigInteger, BigInteger>> rules() {
        final Function function = new Function(FUNC_RULES, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Uint8>() {}, new TypeReference<Uint8>() {}));
        return new RemoteFunctionCall<Tuple2<BigInteger, BigInteger>>(function,
                new Callable<Tuple2<BigInteger, BigInteger>>() {
                    @Override
                    public Tuple2<BigInteger, BigInteger> call() throws Exception {
                        List<Type> results = executeCallMultipleValueReturn(function);
                        return new Tuple2<BigInteger, BigInteger>(
                                (BigInteger) results.get(0).getValue(), 
                                (BigInteger) results.get(1).getValue());
                    }
                });
    }

    public RemoteFunctionCall<TransactionReceipt> setContractOwner(String target,
            BigInteger organisation) {
        final Function function = new Function(
                FUNC_SETCONTRACTOWNER, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target), 
                new org.web3j.abi.datatypes.generated.Uint32(organisation)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setContractRule(String target, Boolean restricted,
            BigInteger callRoles, Boolean readRestricted, BigInteger readRoles) {
        final Function function = new Function(
                FUNC_SETCONTRACTRULE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target), 
                new org.web3j.abi.datatypes.Bool(restricted), 
                new org.web3j.abi.datatypes.generated.Uint8(callRoles), 
                new org.web3j.abi.datatypes.Bool(readRestricted), 
                new org.web3j.abi.datatypes.generated.Uint8(readRoles)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setEnforced(BigInteger enforced) {
        final Function function = new Function(
                FUNC_SETENFORCED, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint8(enforced)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setListed(String target, String account,
            Boolean mayCall, Boolean mayRead) {
        final Function function = new Function(
                FUNC_SETLISTED, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target), 
                new org.web3j.abi.datatypes.Address(160, account), 
                new org.web3j.abi.datatypes.Bool(mayCall), 
                new org.web3j.abi.datatypes.Bool(mayRead)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setNodeAccount(String account,
            BigInteger organisation, Boolean node) {
        final Function function = new Function(
                FUNC_SETNODEACCOUNT, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account), 
                new org.web3j.abi.datatypes.generated.Uint32(organisation), 
                new org.web3j.abi.datatypes.Bool(node)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setReadRule(String target, byte[] key,
            Boolean set, BigInteger roles) {
        final Function function = new Function(
                FUNC_SETREADRULE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, target), 
                new org.web3j.abi.datatypes.generated.Bytes32(key), 
                new org.web3j.abi.datatypes.Bool(set), 
                new org.web3j.abi.datatypes.generated.Uint8(roles)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setRoles(String account, BigInteger organisation,
            BigInteger roles) {
        final Function function = new Function(
                FUNC_SETROLES, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account), 
                new org.web3j.abi.datatypes.generated.Uint32(organisation), 
                new org.web3j.abi.datatypes.generated.Uint8(roles)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setSelfService(BigInteger flags) {
        final Function function = new Function(
                FUNC_SETSELFSERVICE, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.generated.Uint8(flags)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<TransactionReceipt> setSuspended(String account, Boolean suspended) {
        final Function function = new Function(
                FUNC_SETSUSPENDED, 
                Arrays.<Type>asList(new org.web3j.abi.datatypes.Address(160, account), 
                new org.web3j.abi.datatypes.Bool(suspended)), 
                Collections.<TypeReference<?>>emptyList());
        return executeRemoteCallTransaction(function);
    }

    public RemoteFunctionCall<byte[]> systemContract() {
        final Function function = new Function(FUNC_SYSTEMCONTRACT, 
                Arrays.<Type>asList(), 
                Arrays.<TypeReference<?>>asList(new TypeReference<Bytes32>() {}));
        return executeRemoteCallSingleValueReturn(function, byte[].class);
    }

    @Deprecated
    public static Permissions load(String contractAddress, Web3j web3j, Credentials credentials,
            BigInteger gasPrice, BigInteger gasLimit) {
        return new Permissions(contractAddress, web3j, credentials, gasPrice, gasLimit);
    }

    @Deprecated
    public static Permissions load(String contractAddress, Web3j web3j,
            TransactionManager transactionManager, BigInteger gasPrice, BigInteger gasLimit) {
        return new Permissions(contractAddress, web3j, transactionManager, gasPrice, gasLimit);
    }

    public static Permissions load(String contractAddress, Web3j web3j, Credentials credentials,
            ContractGasProvider contractGasProvider) {
        return new Permissions(contractAddress, web3j, credentials, contractGasProvider);
    }

    public static Permissions load(String contractAddress, Web3j web3j,
            TransactionManager transactionManager, ContractGasProvider contractGasProvider) {
        return new Permissions(contractAddress, web3j, transactionManager, contractGasProvider);
    }

    public static RemoteCall<Permissions> deploy(Web3j web3j, Credentials credentials,
            ContractGasProvider contractGasProvider) {
        return deployRemoteCall(Permissions.class, web3j, credentials, contractGasProvider, getDeploymentBinary(), "");
    }

    @Deprecated
    public static RemoteCall<Permissions> deploy(Web3j web3j, Credentials credentials,
            BigInteger gasPrice, BigInteger gasLimit) {
        return deployRemoteCall(Permissions.class, web3j, credentials, gasPrice, gasLimit, getDeploymentBinary(), "");
    }

    public static RemoteCall<Permissions> deploy(Web3j web3j, TransactionManager transactionManager,
            ContractGasProvider contractGasProvider) {
        return deployRemoteCall(Permissions.class, web3j, transactionManager, contractGasProvider, getDeploymentBinary(), "");
    }

    @Deprecated
    public static RemoteCall<Permissions> deploy(Web3j web3j, TransactionManager transactionManager,
            BigInteger gasPrice, BigInteger gasLimit) {
        return deployRemoteCall(Permissions.class, web3j, transactionManager, gasPrice, gasLimit, getDeploymentBinary(), "");
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

    public static class AccountChangedEventResponse extends BaseEventResponse {
        public String account;

        public BigInteger organisation;

        public BigInteger roles;

        public Boolean suspended;
    }

    public static class AccountListedEventResponse extends BaseEventResponse {
        public String target;

        public String account;

        public Boolean mayCall;

        public Boolean mayRead;
    }

    public static class AccountRemovedEventResponse extends BaseEventResponse {
        public String account;

        public BigInteger organisation;
    }

    public static class ContractOwnedEventResponse extends BaseEventResponse {
        public String target;

        public BigInteger organisation;
    }

    public static class ContractRestrictedEventResponse extends BaseEventResponse {
        public String target;

        public Boolean restricted;

        public BigInteger callRoles;

        public Boolean readRestricted;

        public BigInteger readRoles;
    }

    public static class NodeAccountChangedEventResponse extends BaseEventResponse {
        public String account;

        public BigInteger organisation;

        public Boolean node;
    }

    public static class ReadRuleChangedEventResponse extends BaseEventResponse {
        public String target;

        public byte[] key;

        public Boolean set;

        public BigInteger roles;
    }

    public static class RulesEnforcedEventResponse extends BaseEventResponse {
        public BigInteger enforced;
    }

    public static class SelfServiceChangedEventResponse extends BaseEventResponse {
        public BigInteger flags;
    }
}
