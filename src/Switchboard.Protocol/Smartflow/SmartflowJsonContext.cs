using System.Text.Json.Serialization;

namespace Switchboard.Protocol.Smartflow;

/// <summary>The JSON of the management surface: snake case, and no nulls, which its public SDK would take for values.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VasLog))]
[JsonSerializable(typeof(VasLogPage))]
[JsonSerializable(typeof(VirtualKeyView))]
[JsonSerializable(typeof(Page<IReadOnlyList<VirtualKeyView>>))]
[JsonSerializable(typeof(ProviderKeyView))]
[JsonSerializable(typeof(Page<IReadOnlyList<ProviderKeyView>>))]
[JsonSerializable(typeof(MemberView))]
[JsonSerializable(typeof(Page<IReadOnlyList<MemberView>>))]
[JsonSerializable(typeof(KeyInfo))]
[JsonSerializable(typeof(CacheStats))]
[JsonSerializable(typeof(ChainReport))]
[JsonSerializable(typeof(Page<ProviderSnapshots>))]
[JsonSerializable(typeof(Page<RoutingStatus>))]
[JsonSerializable(typeof(RoutingOverrideView))]
[JsonSerializable(typeof(FallbackChainView))]
[JsonSerializable(typeof(Page<IReadOnlyList<FallbackChainView>>))]
[JsonSerializable(typeof(Page<ComprehensiveHealth>))]
[JsonSerializable(typeof(ConfigStatus))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(ServiceIndex))]
public sealed partial class SmartflowJsonContext : JsonSerializerContext;
