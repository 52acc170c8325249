using System.Text.Json.Serialization;
using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Responses;
using Switchboard.Gateway.Routing.Chains;

namespace Switchboard.Gateway;

/// <summary>The JSON that the gateway keeps for itself: snake case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(Audit.Journaling.Reservation))]
[JsonSerializable(typeof(SegmentSeal))]
[JsonSerializable(typeof(KeyGrant))]
[JsonSerializable(typeof(Team))]
[JsonSerializable(typeof(Organization))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(CachedFacts))]
[JsonSerializable(typeof(ProviderKeyRules))]
[JsonSerializable(typeof(DeletedResponse))]
[JsonSerializable(typeof(FallbackChain))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
