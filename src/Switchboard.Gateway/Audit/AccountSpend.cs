namespace Switchboard.Gateway.Audit;

/// <summary>What one account (named as by <see cref="Keys.AccountName"/>) spent on one UTC day, by when its requests came in. In millionths of a US dollar.</summary>
internal readonly record struct AccountSpend(string AccountId, DateOnly Day, long Micros);
