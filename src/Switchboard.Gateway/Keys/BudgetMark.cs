namespace Switchboard.Gateway.Keys;

/// <summary>A budget that has just passed a mark worth telling.</summary>
/// <param name="Stake">Whose it is.</param>
/// <param name="Budget">The budget.</param>
/// <param name="Percent">80, or 100 where it is used up: spent, or too small for the requests that still come.</param>
/// <param name="SpentMicros">What its period has spent, in micro-dollars.</param>
/// <param name="Start">The period's first day.</param>
internal sealed record BudgetMark(Stake Stake, Budget Budget, int Percent, long SpentMicros, DateOnly Start)
{
    public const int Warning = 80;
    public const int Full = 100;

    /// <summary>The mark that so much has reached; 0 below the first.</summary>
    public static int Of(long micros, long limit) => micros >= limit ? Full : micros * (Int128)100 >= limit * (Int128)Warning ? Warning : 0;
}
