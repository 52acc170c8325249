using System.Globalization;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// What a caller's limits still have, on answers and on refusals: of requests and tokens per minute under OpenAI's names
/// (<c>x-ratelimit-*</c>, https://platform.openai.com/docs/guides/rate-limits), of budgets under ours. Of several limits the tightest.
/// </summary>
internal static class LimitHeaders
{
    private const string Rates = "x-ratelimit-";
    private const string AnthropicRates = "anthropic-ratelimit-";

    /// <summary>The end of a period as text: for hours it is the same one.</summary>
    private static volatile Tuple<DateTimeOffset, string>? s_reset;

    public static void Add(Exchange exchange, List<KeyValuePair<string, string>> headers)
    {
        if (exchange.Standing is not { HasLimits: true } standing)
        {
            return;
        }

        var use = standing.Tightest();
        if (use.Requests is not null || use.Tokens is not null)
        {
            // The vendor's are about the gateway's account there, which is not what this caller may use.
            headers.RemoveAll(static h => h.Key.StartsWith(Rates, StringComparison.OrdinalIgnoreCase) || h.Key.StartsWith(AnthropicRates, StringComparison.OrdinalIgnoreCase));
        }

        if (use.Requests is { } requests)
        {
            headers.Add(new("x-ratelimit-limit-requests", Text(requests.Limit)));
            headers.Add(new("x-ratelimit-remaining-requests", Text(requests.Left)));
            headers.Add(new("x-ratelimit-reset-requests", Reset(requests)));
        }

        if (use.Tokens is { } tokens)
        {
            headers.Add(new("x-ratelimit-limit-tokens", Text(tokens.Limit)));
            headers.Add(new("x-ratelimit-remaining-tokens", Text(tokens.Left)));
            headers.Add(new("x-ratelimit-reset-tokens", Reset(tokens)));
        }

        if (exchange.Refusal is { } refusal)
        {
            headers.Add(new("x-smartflow-limited-by", $"{refusal.Stake.Scope.Name()}; {refusal.Limit}"));
        }

        if ((exchange.Refusal?.Budget ?? use.Budget) is { } budget)
        {
            Add(headers, budget);
        }
    }

    private static void Add(List<KeyValuePair<string, string>> headers, BudgetUse budget)
    {
        headers.Add(new("x-smartflow-budget-scope", budget.Scope.Name()));
        headers.Add(new("x-smartflow-budget-limit", MicroText.Usd(budget.LimitMicros)));
        headers.Add(new("x-smartflow-budget-spent", MicroText.Usd(budget.SpentMicros)));
        if (budget.Reset is { } reset)
        {
            headers.Add(new("x-smartflow-budget-reset", Text(reset)));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset moment)
    {
        if (s_reset is not { } known || known.Item1 != moment)
        {
            s_reset = known = new(moment, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        return known.Item2;
    }

    private static string Reset(RateUse rate) => rate.ResetSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{rate.ResetSeconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{rate.ResetSeconds / 60}m{rate.ResetSeconds % 60}s");
}
