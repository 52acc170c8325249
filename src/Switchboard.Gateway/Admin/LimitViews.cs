using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Budgets and what is used of them, as the management API shows them.</summary>
internal sealed class LimitViews(Accounts accounts, TimeProvider time)
{
    private const decimal MicrosPerUsd = 1_000_000;

    public List<BudgetView> Budgets(AccountName name, Limits limits)
    {
        var (account, today) = (accounts.Of(name), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return [.. limits.Budgets.Select(b => new BudgetView(b.Micros / MicrosPerUsd, b.Period.Name(), account.Spent(b.Period) / MicrosPerUsd, b.Period.EndOf(today)))];
    }

    public decimal Spent(AccountName name) => accounts.Of(name).Spent(BudgetPeriod.Lifetime) / MicrosPerUsd;
}
