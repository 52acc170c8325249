using System.Globalization;
using System.Text.Json.Serialization;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Alerts;

/// <summary>Something that people should know now, as a webhook gets it.</summary>
internal sealed record Alert
{
    private const decimal MicrosPerUsd = 1_000_000;

    /// <summary>The same for the same happening, so that a receiver can drop what it got twice.</summary>
    public required string Id { get; init; }

    [JsonIgnore]
    public AlertEvents Kind { get; init; }

    public string Event => Kind.Name();

    public required DateTimeOffset At { get; init; }

    /// <summary>A sentence for people; chat systems show a field of this name.</summary>
    public required string Text { get; init; }

    /// <summary>Whose budget: <c>key</c>, <c>user</c>, <c>team</c>, <c>organization</c> or <c>provider_key</c>, and its id.</summary>
    public string? Scope { get; init; }

    public string? Account { get; init; }

    public string? Period { get; init; }

    public decimal? LimitUsd { get; init; }

    public decimal? SpentUsd { get; init; }

    /// <summary>Audit records that the store lacks.</summary>
    public long? Waiting { get; init; }

    /// <summary>The provider that is down or up.</summary>
    public string? Provider { get; init; }

    /// <summary>The target (<c>openai/gpt-4o</c>), where it is about one alone.</summary>
    public string? Target { get; init; }

    public static Alert Of(BudgetMark mark, DateTimeOffset at)
    {
        var (stake, budget) = (mark.Stake, mark.Budget);
        var period = budget.Period.Name();
        var name = new AccountName(stake.Scope, stake.Id);
        var whose = stake.Scope == AccountScope.Key ? $"The key '{stake.Id}'" : stake.Subject;
        return new Alert
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"budget:{name}:{period}:{mark.Start:yyyy-MM-dd}:{budget.Micros}:{mark.Percent}"),
            Kind = mark.Percent == BudgetMark.Full ? AlertEvents.Budget100 : AlertEvents.Budget80,
            At = at,
            Text = string.Create(CultureInfo.InvariantCulture, $"{whose} has spent {MicroText.Usd(mark.SpentMicros)} USD of its {period} budget of {MicroText.Usd(budget.Micros)} USD{(mark.Percent == BudgetMark.Full ? "; requests that would pass it are refused." : ".")}"),
            Scope = stake.Scope.Name(),
            Account = stake.Id,
            Period = period,
            LimitUsd = budget.Micros / MicrosPerUsd,
            SpentUsd = mark.SpentMicros / MicrosPerUsd,
        };
    }
}
