using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Routing;

/// <summary>What a call may use of the key that it takes.</summary>
/// <param name="Tokens">Tokens, to be held.</param>
internal readonly record struct KeyNeed(long Tokens)
{
    /// <summary>The most that it can cost, in micro-dollars, to be held.</summary>
    public long Micros { get; init; }

    /// <summary>The day on which the request came in, and on which it is booked.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Takes the marks of budgets that turn out to be used up; null where nobody is told.</summary>
    public List<BudgetMark>? Marks { get; init; }
}
