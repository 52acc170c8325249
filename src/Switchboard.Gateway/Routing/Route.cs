using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>Where a request goes, and why.</summary>
internal sealed record Route
{
    /// <summary>The provider's canonical name.</summary>
    public required string Provider { get; init; }

    /// <summary>The vendor's own name of the model.</summary>
    public required string UpstreamModel { get; init; }

    public required IProviderAdapter Adapter { get; init; }

    /// <summary>The way in, with the provider's first key.</summary>
    public required ProviderTarget Target { get; init; }

    /// <summary>The provider's keys where there is a choice or a limit; null where there is one plain key.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>Where requests wait for a place at the provider; null where it takes any number of calls.</summary>
    public ProviderQueue? Queue { get; init; }

    /// <summary>The wire language in which the vendor is asked: the caller's own where it can be.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>True where a caller's own key for this vendor may replace the gateway's.</summary>
    public bool TakesCallerKey { get; init; }

    /// <summary>True where a stream is asked for its usage.</summary>
    public bool AsksUsage { get; init; }

    /// <summary>What the vendor calls the output limit.</summary>
    public string LimitName { get; init; } = "max_completion_tokens";

    /// <summary>Where the administrator set the vendor's key, for messages.</summary>
    public string KeySource { get; init; } = "";

    public ModelPrice? Price { get; init; }

    /// <summary>The version of the table that <see cref="Price"/> is from.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>What was seen of the provider.</summary>
    public required TargetHealth ProviderHealth { get; init; }

    /// <summary>What was seen of this target of the model's plan; null where the model's name alone led here.</summary>
    public TargetHealth? Health { get; init; }

    /// <summary>True for a fallback and an override: the answer is not what the asked name stands for, and is not kept under it.</summary>
    public bool IsDetour { get; init; }

    public string Strategy { get; init; } = "direct";

    public string Reason { get; init; } = "";

    /// <summary>The output limit that a budget puts into the request, or null.</summary>
    public long? ClampOutput { get; init; }

    /// <summary>True where <see cref="ClampOutput"/> is less than the model itself would answer.</summary>
    public bool IsCutShort { get; init; }
}
