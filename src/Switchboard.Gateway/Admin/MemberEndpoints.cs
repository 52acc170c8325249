using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Teams, organisations and users over HTTP: the same four verbs for each.</summary>
internal static partial class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/api/enterprise/teams", "team", ["organization"], static d => d.Teams.Select(View), SaveTeamAsync, static (d, id, c) => d.DeleteTeamAsync(id, c));
        Map(routes, "/api/enterprise/organizations", "organisation", [], static d => d.Organizations.Select(View), SaveOrganizationAsync, static (d, id, c) => d.DeleteOrganizationAsync(id, c));
        Map(routes, "/api/enterprise/users", "user", ["email", "team", "organization"], static d => d.Users.Select(View), SaveUserAsync, static (d, id, c) => d.DeleteUserAsync(id, c));
    }

    private delegate Task<MemberView> Save(MembershipDirectory directory, MemberView member, CancellationToken cancel);

    private static void Map(
        IEndpointRouteBuilder routes,
        string path,
        string kind,
        string[] fields,
        Func<MembershipDirectory, IEnumerable<MemberView>> all,
        Save save,
        Func<MembershipDirectory, string, CancellationToken, Task<bool>> delete)
    {
        var group = routes.MapGroup(path);
        group.MapGet("", (MembershipDirectory directory) => List(all(directory))).Needs(Role.Viewer);
        group.MapPost("", (HttpContext context, MembershipDirectory directory, TimeProvider time) => CreateAsync(context, directory, all, save, kind, fields, time)).Needs(Role.Admin);
        group.MapPatch("/{id}", (string id, HttpContext context, MembershipDirectory directory) => ChangeAsync(id, context, directory, all, save, kind, fields)).Needs(Role.Admin);
        group.MapDelete("/{id}", async (string id, HttpContext context, MembershipDirectory directory) =>
            await delete(directory, id, context.RequestAborted) ? Results.NoContent() : Unknown(kind, id)).Needs(Role.Admin);
    }

    private static IResult List(IEnumerable<MemberView> members) =>
        Results.Json(new Page<IReadOnlyList<MemberView>>([.. members.OrderBy(static m => m.Id, StringComparer.Ordinal)]), SmartflowJsonContext.Default.PageIReadOnlyListMemberView);

    private static async Task<IResult> CreateAsync(HttpContext context, MembershipDirectory directory, Func<MembershipDirectory, IEnumerable<MemberView>> all, Save save, string kind, string[] names, TimeProvider time)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var id = fields.Text("id", null) ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var member = Read(fields, names, new MemberView { Id = id, Name = "", CreatedAt = time.GetUtcNow() });
        if (!IdText().IsMatch(id))
        {
            fields.Fault("id", "may have letters, digits, '.', '_' and '-', 64 at most", 0);
        }

        if (member.Name.Length == 0)
        {
            fields.Fault("name", $"is missing: give the {kind} a name", 0);
        }

        if (all(directory).Any(m => m.Id == id))
        {
            fields.Fault("id", $"names a {kind} that exists already", 0);
        }

        return fields.Faults.Count > 0
            ? new ErrorResult(JsonBody.Invalid(fields.Faults))
            : Results.Json(await save(directory, member, context.RequestAborted), SmartflowJsonContext.Default.MemberView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, MembershipDirectory directory, Func<MembershipDirectory, IEnumerable<MemberView>> all, Save save, string kind, string[] names)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        if (all(directory).FirstOrDefault(m => m.Id == id) is not { } current)
        {
            return Unknown(kind, id);
        }

        var fields = new JsonFields(json);
        var changed = Read(fields, names, current);
        return fields.Faults.Count > 0
            ? new ErrorResult(JsonBody.Invalid(fields.Faults))
            : Results.Json(await save(directory, changed, context.RequestAborted), SmartflowJsonContext.Default.MemberView);
    }

    private static MemberView Read(JsonFields fields, string[] names, MemberView current) => current with
    {
        Name = fields.Text("name", current.Name) ?? current.Name,
        Email = names.Contains("email") ? fields.Text("email", current.Email) : null,
        Team = names.Contains("team") ? fields.Text("team", current.Team) : null,
        Organization = names.Contains("organization") ? fields.Text("organization", current.Organization) : null,
    };

    private static ErrorResult Unknown(string kind, string id) => new(new ExchangeError(ErrorKind.NotFound, $"No {kind} has the id '{id}'."));

    private static MemberView View(Team t) => new() { Id = t.Id, Name = t.Name, Organization = t.Organization, CreatedAt = t.CreatedAt };

    private static MemberView View(Organization o) => new() { Id = o.Id, Name = o.Name, CreatedAt = o.CreatedAt };

    private static MemberView View(User u) => new() { Id = u.Id, Name = u.Name, Email = u.Email, Team = u.Team, Organization = u.Organization, CreatedAt = u.CreatedAt };

    private static async Task<MemberView> SaveTeamAsync(MembershipDirectory directory, MemberView m, CancellationToken cancel)
    {
        var team = new Team(m.Id, m.Name, m.Organization, m.CreatedAt);
        await directory.SaveAsync(team, cancel);
        return View(team);
    }

    private static async Task<MemberView> SaveOrganizationAsync(MembershipDirectory directory, MemberView m, CancellationToken cancel)
    {
        var organization = new Organization(m.Id, m.Name, m.CreatedAt);
        await directory.SaveAsync(organization, cancel);
        return View(organization);
    }

    private static async Task<MemberView> SaveUserAsync(MembershipDirectory directory, MemberView m, CancellationToken cancel)
    {
        var user = new User(m.Id, m.Name, m.Email, m.Team, m.Organization, m.CreatedAt);
        await directory.SaveAsync(user, cancel);
        return View(user);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex IdText();
}
