namespace Switchboard.Protocol.OpenAi;

/// <summary>One model of <c>GET /v1/models</c>. The first four fields are OpenAI's; the others say what it costs and takes.</summary>
/// <param name="Id">The name to ask for.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">Seconds since 1970; 0, since vendors' dates are not kept.</param>
/// <param name="OwnedBy">The provider.</param>
public sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy)
{
    /// <summary>The most input tokens, where known.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The most output tokens, where known.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>USD per million input tokens; null where it charges by other units.</summary>
    public decimal? InputUsdPerMillion { get; init; }

    /// <summary>USD per million output tokens; null where it charges by other units.</summary>
    public decimal? OutputUsdPerMillion { get; init; }

    /// <summary>What it can do, by the names of the price file (<c>tools</c>, <c>vision</c>, <c>embeddings</c>, …); left out where nothing is known.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>All that it costs, audio, images and long inputs too.</summary>
    public ModelPricing? Pricing { get; init; }
}
