#pragma warning disable RS0030 // The program is the one place that knows the console.
using Switchboard.Host;

return args switch
{
    [] or ["serve"] => await Server.RunAsync(Console.Out, Console.Error),
    ["audit", "verify", .. var rest] => await AuditVerifyVerb.RunAsync(rest, Console.Out, Console.Error),
    ["config", "check", .. var rest] => ConfigCheckVerb.Run(rest, Console.Out, Console.Error),
    ["--version"] => Usage.Version(Console.Out),
    ["--help" or "-h" or "help"] => Usage.Help(Console.Out),
    _ => Usage.Wrong(Console.Error),
};
