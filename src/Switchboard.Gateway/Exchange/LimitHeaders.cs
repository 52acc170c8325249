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

    public static void Add(Exchange exchange, List<KeyValuePair<string, string>> headers)
    {
        if (exchange.Standing is not { HasLimits: true } standing)
        {
            return;
        }

        var (requests, tokens) = (standing.TightestRequests(), standing.TightestTokens());
        if (requests is not null || tokens is not null)
        {
            // The vendor's are about the gateway's account there, which is not what this caller may use.
            headers.RemoveAll(static h => h.Key.StartsWith(Rates, StringComparison.OrdinalIgnoreCase) || h.Key.StartsWith(AnthropicRates, StringComparison.OrdinalIgnoreCase));
            Add(headers, "requests", requests);
            Add(headers, "tokens", tokens);
        }

        if (exchange.Refusal is { } refusal)
        {
            headers.Add(new("x-smartflow-limited-by", $"{refusal.Stake.Scope.Name()}; {refusal.Limit}"));
        }

        if ((exchange.Refusal?.Budget ?? standing.TightestBudget()) is { } budget)
        {
            Add(headers, budget);
        }
    }

    private static void Add(List<KeyValuePair<string, string>> headers, string unit, RateUse? use)
    {
        if (use is { } rate)
        {
            headers.Add(new($"{Rates}limit-{unit}", rate.Limit.ToString(CultureInfo.InvariantCulture)));
            headers.Add(new($"{Rates}remaining-{unit}", rate.Left.ToString(CultureInfo.InvariantCulture)));
            headers.Add(new($"{Rates}reset-{unit}", rate.ResetSeconds < 60 ? $"{rate.ResetSeconds}s" : $"{rate.ResetSeconds / 60}m{rate.ResetSeconds % 60}s"));
        }
    }

    private static void Add(List<KeyValuePair<string, string>> headers, BudgetUse budget)
    {
        headers.Add(new("x-smartflow-budget-scope", budget.Scope.Name()));
        headers.Add(new("x-smartflow-budget-limit", Usd(budget.LimitMicros)));
        headers.Add(new("x-smartflow-budget-spent", Usd(budget.SpentMicros)));
        if (budget.Reset is { } reset)
        {
            headers.Add(new("x-smartflow-budget-reset", reset.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        }
    }

    private static string Usd(long micros) => (micros / 1e6).ToString("0.######", CultureInfo.InvariantCulture);
}
