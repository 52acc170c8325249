using Switchboard.Gateway.ProviderKeys;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Configuration;

/// <summary>One entry of the file's <c>providers</c> section: a known vendor with its key, or any compatible server under a name of its own.</summary>
internal sealed record ProviderSettings(string Name)
{
    /// <summary>What it speaks where the name is not a known vendor's: one of <see cref="ProviderKinds.Names"/>.</summary>
    public string? Kind { get; init; }

    public string? BaseUrl { get; init; }

    /// <summary>The vendor's key; null where its variable is not set; <c>none</c> where the server wants none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Several keys, with weights and limits, beside <see cref="ApiKey"/>.</summary>
    public IReadOnlyList<ProviderKey> ApiKeys { get; init; } = [];

    /// <summary>What some vendors want besides, by the names of <see cref="ProviderOptions"/>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = ProviderOptions.None;

    public ProviderTimeouts? Timeouts { get; init; }

    /// <summary>How many calls it gets at the same time; null for no limit.</summary>
    public CapacitySettings? Capacity { get; init; }

    /// <summary>The four times of a <c>timeouts</c> section, each with its default; null without one.</summary>
    public static ProviderTimeouts? ReadTimeouts(ConfigNode node)
    {
        var defaults = ProviderTimeouts.Default;
        var timeouts = !node.IsPresent ? null : new ProviderTimeouts
        {
            Connect = node.Duration("connect", defaults.Connect),
            FirstByte = node.Duration("first_byte", defaults.FirstByte),
            Idle = node.Duration("idle", defaults.Idle),
            Total = node.Duration("total", defaults.Total),
        };
        node.Close();
        return timeouts;
    }
}
