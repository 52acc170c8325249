using System.Globalization;
using Switchboard.Protocol.OpenAi;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Endpoints;

/// <summary>A model of the price table as callers see it in the list.</summary>
internal static class ModelEntries
{
    private const decimal MicrosPerUsd = 1_000_000;
    private const decimal Million = 1_000_000;
    private static readonly string[] NamedWithoutPrefix = ["openai", "anthropic", "gemini"];

    public static ModelEntry Of(ModelPrice price)
    {
        var tokens = ByTokens(price.Rates);
        return new ModelEntry(NamedWithoutPrefix.Contains(price.Provider) ? price.Model : $"{price.Provider}/{price.Model}", "model", 0, price.Provider)
        {
            ContextLength = price.ContextTokens,
            MaxOutputTokens = price.MaxOutputTokens,
            InputUsdPerMillion = tokens ? price.Rates.Input / MicrosPerUsd : null,
            OutputUsdPerMillion = tokens ? price.Rates.Output / MicrosPerUsd : null,
            Capabilities = price.Abilities == ModelAbilities.None ? null : price.Abilities.Names(),
            Pricing = Rates(price.Rates) with
            {
                Effective = price.Effective?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                AboveTokens = price.LongContext?.Above,
                Above = price.LongContext is { } tier ? Rates(tier.Rates) : null,
            },
        };
    }

    /// <summary>False where the model charges by other units alone, so that a price of 0 per token would mislead.</summary>
    private static bool ByTokens(in TokenRates rates) => rates.Input > 0 || rates.Output > 0 || rates.Media is null;

    private static ModelPricing Rates(in TokenRates rates)
    {
        var tokens = ByTokens(rates);
        var pricing = new ModelPricing
        {
            Input = tokens ? rates.Input / MicrosPerUsd : null,
            Output = tokens ? rates.Output / MicrosPerUsd : null,
            CacheRead = Other(rates.CacheRead, rates.Input),
            CacheWrite5m = Other(rates.CacheWrite5m, rates.Input),
            CacheWrite1h = Other(rates.CacheWrite1h, rates.Input),
            Reasoning = Other(rates.Reasoning, rates.Output),
        };
        return rates.Media is not { } media ? pricing : pricing with
        {
            AudioInput = Other(media.AudioInput, rates.Input),
            AudioOutput = Other(media.AudioOutput, rates.Output),
            ImageInput = Other(media.ImageInput, rates.Input),
            ImageOutput = Other(media.ImageOutput, rates.Output),
            Image = Each(media.Image, Million),
            Images = media.ImageKinds.Count == 0 ? null : media.ImageKinds.OrderBy(static k => k.Key, StringComparer.Ordinal).ToDictionary(static k => k.Key, static k => k.Value / MicrosPerUsd / Million),
            AudioMinute = Each(media.AudioMinute, Million),
            Characters = Each(media.Characters, 1),
            Searches = Each(media.Searches, 1000),
        };
    }

    /// <summary>A rate that is billed as text's needs no word of its own.</summary>
    private static decimal? Other(long rate, long asText) => rate == asText ? null : rate / MicrosPerUsd;

    private static decimal? Each(long rate, decimal perMillion) => rate == 0 ? null : rate / MicrosPerUsd / perMillion;
}
